import { registerTestTemplates } from './test-templates';
import { JOB_SERVER_FIELDS } from '../../server/src/contract/job';
import { aJobBody, errorPaths } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
let job: { documentId: string; name: string };
let execution: string;
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_ROLE: 'off' });
  registerTestTemplates(world.site);
  job = (await post('/jobs', aJobBody({ name: 'Victim', overlap: 'allow' }))).body.data;
  execution = (await post(`/jobs/${job.documentId}/run`, {})).body.data.documentId;
}, 120_000);
afterAll(() => world?.stop());

const post = (path: string, body: unknown) => world.call('superAdmin', 'POST', path, body);
const put = (fields: object) =>
  world.call('superAdmin', 'PUT', `/jobs/${job.documentId}`, {
    ...aJobBody({ name: 'Victim' }),
    revision: 1,
    ...fields,
  });
/** Path and body as the endpoint takes them, with the victim's ids. */
const fill = (path: string) => path.replace('JOB', job.documentId).replace('EXECUTION', execution);

const DEEP = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;

describe('a field of a job that is not right is named', () => {
  it.each<[string, unknown]>([
    ['name', ''],
    ['name', 'x'.repeat(256)],
    ['name', 5],
    ['name', null],
    ['name', ['a']],
    ['name', 'two\nlines'],
    ['name', 'bell\u0007'],
    ['name', ' padded '],
    ['name', 'nul\u0000'],
    ['name', 'half \ud800 pair'],
    ['name', 'sep\u2028'],
    ['description', 5],
    ['description', 'x'.repeat(10_001)],
    ['description', 'esc\u001b'],
    ['category', ''],
    ['category', 'x'.repeat(101)],
    ['tags', 'db'],
    ['tags.0', [5]],
    ['tags.1', ['a', 'a']],
    ['tags.0', ['x'.repeat(51)]],
    ['tags', Array.from({ length: 51 }, (_, index) => `t${index}`)],
    ['template', 'no-such-template'],
    ['template', '__proto__'],
    ['template', 5],
    ['templateVersion', 0],
    ['templateVersion', 99],
    ['templateVersion', '1'],
    ['parameters', null],
    ['parameters', []],
    ['parameters', 'x'],
    ['parameters.durationMs', { durationMs: 'long' }],
    ['parameters.nope', { nope: 1 }],
    ['schedules', {}],
    ['schedules', null],
    ['schedules.0', [5]],
    ['schedules.0.kind', [{ key: 'a', kind: 'fortnightly' }]],
    ['schedules.0.expression', [{ key: 'a', kind: 'cron', expression: '0 0 30 2 *' }]],
    ['schedules.0.expression', [{ key: 'a', kind: 'cron', expression: '*'.repeat(10_000) }]],
    ['schedules.0.timezone', [{ key: 'a', kind: 'daily', time: '09:00', timezone: 'Mars/Base' }]],
    [
      'schedules.1.key',
      [
        { key: 'a', kind: 'daily', time: '09:00' },
        { key: 'a', kind: 'daily', time: '10:00' },
      ],
    ],
    ['schedules.0.script', [{ key: 'a', kind: 'daily', time: '09:00', script: 'x' }]],
    [
      'schedules.0.parameters.a',
      [{ key: 'a', kind: 'daily', time: '09:00', parameters: { a: 1 } }],
    ],
    ['schedules.0.parameters', [{ key: 'a', kind: 'daily', time: '09:00', parameters: [1] }]],
    [
      'schedules.0.calendars.exclude.0',
      [{ key: 'a', kind: 'daily', time: '09:00', calendars: { exclude: ['x'], only: [] } }],
    ],
    ['missed', 'last'],
    ['missed.policy', { policy: 'some' }],
    ['missed.windowMs', { windowMs: -1 }],
    ['missed.windowMs', { windowMs: 1e15 }],
    ['missed.nope', { nope: 1 }],
    ['overlap', 'never'],
    ['priority', 'urgent'],
    ['timeoutMs', 0],
    ['timeoutMs', -5],
    ['timeoutMs', 1.5],
    ['timeoutMs', 1e12],
    ['timeoutMs', '300000'],
    ['onLost', 'ignore'],
    ['retry', null],
    ['retry.maxAttempts', { maxAttempts: 0 }],
    ['retry.maxAttempts', { maxAttempts: 101 }],
    ['retry.strategy', { strategy: 'fibonacci' }],
    ['retry.jitter', { jitter: 1.5 }],
    ['retry.delayMs', { delayMs: -1 }],
    ['retry.delaysMs', { strategy: 'custom' }],
    ['retry.delaysMs', { strategy: 'fixed', delaysMs: [1] }],
    ['retry.delaysMs.0', { strategy: 'custom', delaysMs: ['1s'] }],
    ['retry.when.httpStatuses.0', { when: { httpStatuses: ['503'] } }],
    ['retry.when.nope', { when: { nope: [] } }],
    ['enabled', 'true'],
    ['startAt', 'tomorrow'],
    ['startAt', '2026-02-30T00:00:00Z'],
    ['startAt', '2026-01-01T00:00:00'],
    ['startAt', 1_800_000_000_000],
    ['endAt', '2026-13-01T00:00:00Z'],
    ['calendars.exclude.0', { exclude: ['holidays'], only: [] }],
    ['calendars.only.1', { only: ['a', 'a'] }],
    ['calendars', 5],
    ['concurrency.limit', { limit: null, key: 'crm' }],
    ['breaker.coolDownMs', { failures: 5, coolDownMs: 1 }],
    ['dependencies.jobs.0', { mode: 'all_success', jobs: ['x'] }],
    ['dependencies.mode', { mode: 'never', jobs: [] }],
    ['notifications', [{ on: ['failure'], channel: 'ops' }]],
    ['maxExecutions', 0],
    ['jitterMs', -1],
    ['nope', 1],
  ])('%s = %j', async (path, value) => {
    const field = path.split('.')[0] ?? '';
    const bodies = [
      await post('/jobs', aJobBody({ name: 'New', [field]: value })),
      await put({ [field]: value }),
    ];
    for (const answer of bodies) {
      expect([answer.status, answer.body.error?.name]).toEqual([400, 'ValidationError']);
      expect(errorPaths(answer)).toContain(path);
      expect(answer.body.data).toBeNull();
    }
  });

  it('all of them at once', async () => {
    const answer = await post('/jobs', {
      name: 5,
      template: 'self-test',
      parameters: { x: 1 },
      retry: { jitter: 9, y: 1 },
      z: 1,
      schedules: [{ kind: 'daily', key: 'a', time: '25:00' }],
    });
    expect(errorPaths(answer).toSorted()).toEqual(
      ['name', 'parameters.x', 'retry.jitter', 'retry.y', 'schedules.0.time', 'z'].toSorted()
    );
  });

  it('endAt must come after startAt', async () => {
    const answer = await post(
      '/jobs',
      aJobBody({ startAt: '2030-01-02T00:00:00Z', endAt: '2030-01-02T08:00:00+08:00' })
    );
    expect(errorPaths(answer)).toEqual(['endAt']);
  });

  it('a feature that is not built yet may be given its default', async () => {
    const answer = await post(
      '/jobs',
      aJobBody({
        name: 'Defaults given',
        calendars: { exclude: [], only: [] },
        concurrency: { limit: null, key: null },
        breaker: null,
        dependencies: { mode: 'all_success', jobs: [] },
        notifications: [],
        maxExecutions: null,
        jitterMs: 0,
      })
    );
    expect(answer.status).toBe(201);
  });
});

describe('what only the server sets', () => {
  const columns = [
    'id',
    'ownerId',
    'ownerKind',
    'nextAt',
    'cursorAt',
    'heldReason',
    'definition',
    'createdBy',
    'created_by_id',
    'document_id',
  ];
  const value = {
    owner: { kind: 'user', id: '1' },
    status: 'active',
    recentStatuses: [],
  } as Record<string, unknown>;
  const fields = [...JOB_SERVER_FIELDS.filter((field) => field !== 'revision'), ...columns];

  it.each(fields)('%s is refused on every write', async (field) => {
    const given = { [field]: value[field] ?? 1 };
    const answers = [
      await post('/jobs', aJobBody({ name: 'New', ...given })),
      await put(given),
      await post(fill('/jobs/JOB/run'), given),
      await post(fill('/jobs/JOB/clone'), given),
      await post(fill('/jobs/JOB/enable'), given),
      await post('/jobs/bulk', { action: 'enable', ids: [job.documentId], ...given }),
      await post('/templates/self-test/preview', { parameters: {}, ...given }),
      await post(fill('/executions/EXECUTION/cancel'), given),
      await post(fill('/executions/EXECUTION/retry'), given),
      await post(fill('/executions/EXECUTION/replay'), given),
      await world.call('fullToken', 'POST', `/api/job-scheduler${fill('/jobs/JOB/run')}`, given),
    ];
    for (const answer of answers)
      expect([answer.status, errorPaths(answer)]).toEqual([400, [field]]);
  });

  it('a revision is refused where there is nothing to replace', async () => {
    expect(errorPaths(await post('/jobs', aJobBody({ revision: 1 })))).toEqual(['revision']);
  });
});

describe('other bodies', () => {
  it.each<[string, unknown, string]>([
    ['/jobs/JOB/run', { parameters: [] }, 'parameters'],
    ['/jobs/JOB/run', { parameters: { nope: 1 } }, 'parameters.nope'],
    ['/jobs/JOB/run', { note: 5 }, 'note'],
    ['/jobs/JOB/run', { note: 'x'.repeat(1_001) }, 'note'],
    ['/jobs/JOB/run', { dryRun: 'yes' }, 'dryRun'],
    ['/jobs/JOB/clone', { name: '' }, 'name'],
    ['/jobs/JOB/clone', { name: 7 }, 'name'],
    ['/jobs/bulk', { ids: ['a'] }, 'action'],
    ['/jobs/bulk', { action: 'explode', ids: ['a'] }, 'action'],
    ['/jobs/bulk', { action: 'run', ids: [] }, 'ids'],
    ['/jobs/bulk', { action: 'run', ids: 'a' }, 'ids'],
    ['/jobs/bulk', { action: 'run', ids: [1] }, 'ids.0'],
    ['/jobs/bulk', { action: 'run', ids: ['a', 'a'] }, 'ids'],
    [
      '/jobs/bulk',
      { action: 'run', ids: Array.from({ length: 101 }, (_, index) => `id${index}`) },
      'ids',
    ],
    ['/templates/self-test/preview', {}, 'parameters'],
    ['/templates/self-test/preview', { parameters: { logLines: -1 } }, 'parameters.logLines'],
    ['/templates/test.preview/preview', { parameters: { fault: 'failure' } }, 'parameters'],
    ['/templates/test.locked/preview', { parameters: {} }, 'template'],
    ['/schedules/preview', {}, 'schedules'],
    ['/schedules/preview', { schedules: 'daily' }, 'schedules'],
    [
      '/schedules/preview',
      { schedules: Array.from({ length: 101 }, () => ({ kind: 'daily', time: '09:00' })) },
      'schedules',
    ],
    ['/schedules/preview', { schedules: [], count: 0 }, 'count'],
    ['/schedules/preview', { schedules: [], count: 101 }, 'count'],
    ['/schedules/preview', { schedules: [], count: NaN }, 'count'],
    ['/schedules/preview', { schedules: [], from: 'now' }, 'from'],
    ['/schedules/preview', { schedules: [], all: 1 }, 'all'],
    [
      '/schedules/preview',
      { schedules: [], calendars: { exclude: ['x'], only: [] } },
      'calendars.exclude.0',
    ],
    ['/schedules/preview', { schedules: [], nope: 1 }, 'nope'],
    ['/access/apply', { role: 'x', set: 'god' }, 'set'],
    ['/access/apply', { set: 'viewer' }, 'role'],
  ])('%s %j names %s', async (path, body, named) => {
    const answer = await post(fill(path), body);
    expect([answer.status, errorPaths(answer)]).toEqual([400, [named]]);
  });

  it('a bug in somebody’s preview is our 500 and tells nothing', async () => {
    const answer = await post('/templates/test.preview/preview', { parameters: { fault: 'bug' } });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret detail');
  });
});

const WRITES: [method: 'POST' | 'PUT', path: string][] = [
  ['POST', '/jobs'],
  ['PUT', '/jobs/JOB'],
  ['POST', '/jobs/bulk'],
  ['POST', '/jobs/JOB/run'],
  ['POST', '/jobs/JOB/enable'],
  ['POST', '/jobs/JOB/disable'],
  ['POST', '/jobs/JOB/clone'],
  ['POST', '/templates/self-test/preview'],
  ['POST', '/schedules/preview'],
  ['POST', '/executions/EXECUTION/cancel'],
  ['POST', '/executions/EXECUTION/retry'],
  ['POST', '/executions/EXECUTION/replay'],
  ['POST', '/access/apply'],
  ['POST', '/api/job-scheduler/jobs/JOB/run'],
];
const actorOf = (path: string) => (path.startsWith('/api/') ? 'fullToken' : 'superAdmin');

describe.each(WRITES)('%s %s refuses bodies that are', (method, path) => {
  it.each([
    ['not JSON', '{"name": ', 'application/json'],
    ['an array', '[]', 'application/json'],
    ['a string', '"x"', 'application/json'],
    ['a form', 'name=x&template=self-test', 'application/x-www-form-urlencoded'],
    ['text', 'name', 'text/plain'],
    ['bottomless', `{"parameters":${DEEP}}`, 'application/json'],
    ['polluting', '{"__proto__":{"polluted":true}}', 'application/json'],
    [
      'polluting inside',
      '{"parameters":{"a":{"constructor":{"prototype":{"polluted":true}}}}}',
      'application/json',
    ],
    ['beyond JSON’s numbers', '{"parameters":{"a":1e999}}', 'application/json'],
    ['with NUL', '{"parameters":{"a":"\\u0000"}}', 'application/json'],
    ['with half a surrogate pair', '{"parameters":{"a\\ud800":1}}', 'application/json'],
  ])('%s', async (_, body, type) => {
    const answer = await world.raw(actorOf(path), method, fill(path), body, type);
    expect([answer.status, answer.body.data]).toEqual([400, null]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('too long', async () => {
    const body = `{"name":"${'x'.repeat(3_000_000)}"}`;
    const answer = await world.raw(actorOf(path), method, fill(path), body, 'application/json');
    expect([400, 413]).toContain(answer.status);
  });
});

describe('queries', () => {
  const LISTS = [
    '/jobs',
    '/executions',
    '/jobs/JOB/executions',
    '/jobs/JOB/parameters/history',
    '/audit',
  ];
  const BAD_PAGES = [
    'pageSize=1e9',
    'pageSize=1000000000',
    'pageSize=101',
    'pageSize=0',
    'pageSize=-1',
    'pageSize=NaN',
    'pageSize=',
    'pageSize=1.5',
    'page=0',
    'page=-1',
    'page=NaN',
    'page=1e400',
    'page=99999999999999999999',
    'page[$gt]=1',
    'page=1&page=2',
  ];
  const HOSTILE = [
    'filters[createdBy][password][$startsWith]=a',
    'filters[owner][email]=x',
    'populate=*',
    'populate[createdBy]=*',
    'fields[0]=id',
    '_q=x',
    '_where[0][a]=1',
    'nope=1',
    '__proto__=1',
    '__proto__[nope]=1',
    'toString=1',
    '$where=1',
    'sort[password]=asc',
  ];

  it.each(LISTS.flatMap((path) => [...BAD_PAGES, ...HOSTILE].map((query) => [path, query])))(
    '%s?%s',
    async (path, query) => {
      const answer = await world.call('superAdmin', 'GET', `${fill(path)}?${query}`);
      expect(answer.status).toBe(400);
      const [named = ''] = query.split(/[[=]/);
      expect(errorPaths(answer)).toEqual([named]);
    }
  );

  it.each([
    ['/jobs', 'sort=password:asc', 'sort'],
    ['/jobs', 'sort=name:up', 'sort'],
    ['/jobs', 'sort=name:asc;drop', 'sort'],
    ['/jobs', 'sort=__proto__', 'sort'],
    ['/jobs', 'status=broken', 'status'],
    ['/jobs', 'status=active,broken', 'status'],
    ['/jobs', 'status[$ne]=active', 'status'],
    ['/jobs', 'enabled=yes', 'enabled'],
    ['/jobs', 'enabled', 'enabled'],
    ['/jobs', 'owner=root', 'owner'],
    ['/jobs', 'owner[$ne]=1', 'owner'],
    ['/jobs', `q=${'x'.repeat(201)}`, 'q'],
    ['/jobs', 'q=%00', 'q'],
    ['/jobs', 'tag[]=a', 'tag'],
    ['/executions', 'status=ok', 'status'],
    ['/executions', 'trigger=cron', 'trigger'],
    ['/executions', 'from=yesterday', 'from'],
    ['/executions', 'to=2026-02-30T00:00:00Z', 'to'],
    ['/executions', 'job=%00', 'job'],
    ['/executions/EXECUTION/logs', 'after=-1', 'after'],
    ['/executions/EXECUTION/logs', 'limit=1001', 'limit'],
    ['/executions/EXECUTION/logs', 'limit=0', 'limit'],
    ['/executions/EXECUTION/logs', 'stream=stdin', 'stream'],
    ['/executions/EXECUTION/logs', 'nope=1', 'nope'],
    ['/executions/EXECUTION/logs/download', 'nope=1', 'nope'],
    ['/executions/EXECUTION', 'populate=*', 'populate'],
    ['/jobs/JOB', 'populate=*', 'populate'],
    ['/scripts', 'nope=1', 'nope'],
    ['/scripts', '__proto__=1', '__proto__'],
    ['/scripts', 'page=1', 'page'],
    ['/secrets', 'sort=name', 'sort'],
    ['/templates', 'nope=1', 'nope'],
    ['/templates/self-test', 'nope=1', 'nope'],
    ['/scheduler/status', 'nope=1', 'nope'],
    ['/audit', 'from=x', 'from'],
    ['/api/job-scheduler/jobs', 'filters[name][$contains]=a', 'filters'],
    ['/api/job-scheduler/executions', 'populate=*', 'populate'],
    ['/api/job-scheduler/executions/EXECUTION/logs', 'limit=1e9', 'limit'],
  ])('%s?%s names %s', async (path, query, named) => {
    const answer = await world.call(actorOf(path), 'GET', `${fill(path)}?${query}`);
    expect([answer.status, errorPaths(answer)]).toEqual([400, [named]]);
  });

  it.each(['/jobs/JOB', '/secrets/nosuch', '/calendars/nosuch'])(
    'a body of DELETE %s is refused, not ignored',
    async (path) => {
      const answer = await world.call('superAdmin', 'DELETE', fill(path), { x: 1 });
      expect([answer.status, errorPaths(answer)]).toEqual([400, ['']]);
      expect(answer.body.error.details.errors[0].message).toContain('no body');
    }
  );

  it('a plus that nobody encoded is still an offset', async () => {
    const answer = await world.call(
      'superAdmin',
      'GET',
      '/executions?from=2020-01-01T00:00:00+08:00'
    );
    expect(answer.status).toBe(200);
  });

  it.each([
    'POST /jobs?nope=1',
    'PUT /jobs/JOB?nope=1',
    'DELETE /jobs/JOB?nope=1',
    'POST /jobs/JOB/run?nope=1',
  ])('%s', async (route) => {
    const [method, path = ''] = route.split(' ');
    const answer = await world.call(
      'superAdmin',
      method as 'POST',
      fill(path),
      method === 'DELETE' ? undefined : {}
    );
    expect([answer.status, errorPaths(answer)]).toEqual([400, ['nope']]);
  });
});

describe('ids', () => {
  const numericId = async (uid: string, documentId: string) =>
    (await world.site.strapi.db.query(uid).findOne({ where: { documentId } })).id;

  it('a row’s number, another kind’s id and nonsense are 404, and answers hold no row numbers', async () => {
    const jobRow = await numericId('plugin::job-scheduler.job', job.documentId);
    const executionRow = await numericId('plugin::job-scheduler.execution', execution);
    const nonsense = [
      '%00',
      '..%2f..%2fetc',
      '__proto__',
      'constructor',
      'x'.repeat(2_000),
      "1'or'1'='1",
      '%F0%9F%92%A9',
    ];
    for (const id of [jobRow, execution, ...nonsense])
      expect((await world.call('superAdmin', 'GET', `/jobs/${id}`)).status).toBe(404);
    for (const id of [executionRow, job.documentId, ...nonsense])
      expect((await world.call('superAdmin', 'GET', `/executions/${id}`)).status).toBe(404);
    for (const uid of nonsense)
      expect((await world.call('superAdmin', 'GET', `/templates/${uid}`)).status).toBe(404);
    const texts = [
      (await world.call('superAdmin', 'GET', `/jobs/${job.documentId}`)).body.data,
      (await world.call('superAdmin', 'GET', `/executions/${execution}`)).body.data,
    ];
    for (const data of texts) expect(Object.keys(data)).not.toContain('id');
  });

  it('a broken escape in a path is no fault of ours', async () => {
    const answer = await world.call('superAdmin', 'GET', '/jobs/%E0%A4%A');
    expect([400, 404]).toContain(answer.status);
  });
});
