import { writeDocument } from '../../server/src/domain/document/write-document';
import { aCalendarBody } from '../support/calendar-bodies';
import { dumpDatabase } from '../support/dump-database';
import { aJobBody, errorPaths, writable } from '../support/job-bodies';
import { ourRows } from '../support/our-rows';
import { createWorld, serviceOf } from '../support/world';
import type { Actor, World } from '../support/world';
import { registerTestTemplates } from './test-templates';

let world: World;
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_ROLE: 'off' });
  registerTestTemplates(world.site);
}, 120_000);
afterAll(() => world?.stop());

interface Job extends Record<string, unknown> {
  documentId: string;
  name: string;
  revision: number;
  enabled: boolean;
  dependencies: { mode: string; jobs: string[] };
}
interface Imported {
  index: number;
  outcome: string;
  documentId: string | null;
  name: string;
  warnings: { code: string; message: string }[];
}
type Fields = Record<string, unknown>;

const post = (path: string, body: object, actor: Actor = 'superAdmin') =>
  world.call(actor, 'POST', path, body);
const create = async (
  name: string,
  fields: Fields = {},
  actor: Actor = 'superAdmin'
): Promise<Job> => {
  const answer = await post('/jobs', aJobBody({ name, ...fields }), actor);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data;
};
const read = async (documentId: string | null, actor: Actor = 'superAdmin'): Promise<Job> =>
  (await world.call(actor, 'GET', `/jobs/${documentId}`)).body.data;
const named = async (name: string): Promise<Job[]> => {
  const query = `/jobs?pageSize=100&q=${encodeURIComponent(name)}`;
  return (await world.call('superAdmin', 'GET', query)).body.data;
};
const after = (...jobs: string[]) => ({ mode: 'all_success', jobs });

interface Options {
  format?: 'json' | 'yaml';
  onConflict?: 'skip' | 'update' | 'copy';
  dryRun?: boolean;
  names?: object;
  actor?: Actor;
}
const importText = (content: string, options: Options = {}) => {
  const { format = 'json', onConflict, dryRun, actor = 'superAdmin' } = options;
  const given = { ...(onConflict && { onConflict }), ...(dryRun !== undefined && { dryRun }) };
  return post('/import', { format, content, ...given }, actor);
};
const importJobs = (jobs: Fields[], options: Options = {}) => {
  const { format = 'json', names } = options;
  return importText(writeDocument({ version: 1, jobs, ...(names && { names }) }, format), options);
};
/** Outcome and warnings by name. */
const outcomes = (answer: { body: { data: Imported[] } }) =>
  answer.body.data.map(({ name, outcome }) => [name, outcome]);
const exportJobs = async (body: object, actor: Actor = 'superAdmin') => {
  const answer = await post('/export', body, actor);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  return answer.body.data as { content: string; jobs: number; hidden: string[][] };
};
const messages = (answer: { body: unknown }): string[] =>
  (
    answer.body as { error: { details: { errors: { message: string }[] } } }
  ).error.details.errors.map(({ message }) => message);

/** An admin with these rights and no others. */
const grant = (rights: (string | [right: string, condition: string])[]) =>
  serviceOf(world.site, 'admin::role').assignPermissions(
    world.roles.nobody,
    rights.map((one) => {
      const [right, ...conditions] = [one].flat();
      return {
        action: `plugin::job-scheduler.${right}`,
        subject: null,
        properties: {},
        conditions: conditions.map((name) => `plugin::job-scheduler.${name}`),
      };
    })
  );

describe.each(['json', 'yaml'] as const)('a document of %s', (format) => {
  it('brings the same jobs back with what they refer to', async () => {
    const calendar = (await post('/calendars', aCalendarBody({ name: `Holidays ${format}` }))).body
      .data.documentId;
    const source = await create(`Source ${format}`, {
      tags: [`trip-${format}`],
      enabled: false,
      description: 'two lines\n\n  # and: {more} ',
      schedules: [
        { key: 'nightly', kind: 'cron', expression: '0 2 * * *', timezone: 'Asia/Hong_Kong' },
        { key: 'often', kind: 'interval', every: '15m' },
        {
          key: 'own',
          kind: 'daily',
          time: '09:00',
          parameters: { logLines: 3 },
          calendars: { exclude: [], only: [calendar] },
        },
      ],
      calendars: { exclude: [calendar], only: [] },
      retry: { strategy: 'custom', delaysMs: [1, 2], when: { exitCodes: [75], timeout: true } },
      breaker: { failures: 5, coolDownMs: 600_000 },
      concurrency: { limit: 2, key: 'shared' },
      endAt: '2030-01-01T00:00:00Z',
      maxExecutions: 7,
    });
    const sink = await create(`A sink ${format}`, {
      tags: [`trip-${format}`],
      enabled: false,
      dependencies: after(source.documentId),
    });
    const first = await exportJobs({ format, filters: { tag: `trip-${format}` } });
    expect([first.jobs, first.hidden]).toEqual([2, []]);
    for (const { documentId } of [sink, source])
      expect((await world.call('superAdmin', 'DELETE', `/jobs/${documentId}`)).status).toBe(204);

    const answer = await importText(first.content, { format });
    expect(answer.status).toBe(201);
    expect(outcomes(answer)).toEqual([
      [`A sink ${format}`, 'created'],
      [`Source ${format}`, 'created'],
    ]);
    const [newSink, newSource] = await Promise.all(
      (answer.body.data as Imported[]).map(({ documentId }) => read(documentId))
    );
    expect(newSource?.documentId).not.toBe(source.documentId);
    expect(writable(newSource ?? {})).toEqual(writable(source));
    expect(writable(newSink ?? {})).toEqual({
      ...writable(sink),
      dependencies: after(newSource?.documentId ?? ''),
    });
    expect(newSource).toMatchObject({ status: 'disabled', nextRunAt: null, revision: 1 });

    // What is exported again differs by the documentIds only.
    const second = await exportJobs({ format, filters: { tag: `trip-${format}` } });
    const renamed = second.content
      .replaceAll(newSource?.documentId ?? '', source.documentId)
      .replaceAll(newSink?.documentId ?? '', sink.documentId);
    expect(renamed).toBe(first.content);
  });
});

describe('what an imported job is', () => {
  it('switched off, the importer’s own, and nothing of it runs unasked', async () => {
    await grant(['jobs-read', 'jobs-create', 'jobs-import']);
    const schedules = [{ key: 'often', kind: 'interval', every: '1s' }];
    const answer = await importJobs([aJobBody({ name: 'Arrives', enabled: true, schedules })], {
      actor: 'nobody',
    });
    expect(answer.status).toBe(201);
    expect(answer.body.meta).toEqual({
      dryRun: false,
      created: 1,
      updated: 0,
      copied: 0,
      skipped: 0,
    });
    const [{ documentId, warnings }] = answer.body.data;
    expect(warnings).toEqual([{ code: 'switched-off', message: expect.any(String), names: [] }]);
    expect(await read(documentId)).toMatchObject({
      enabled: false,
      status: 'disabled',
      nextRunAt: null,
      owner: { kind: 'user', id: String(world.ids['nobody']) },
    });
    const [row] = await world.site.strapi.db
      .connection('job_scheduler_jobs')
      .where({ document_id: documentId })
      .select('enabled', 'next_at');
    expect([Boolean(row.enabled), row.next_at]).toEqual([false, null]);
  });

  it('on record: who imported it, and what it was before', async () => {
    const made = await importJobs([aJobBody({ name: 'On record' })]);
    const [{ documentId }] = made.body.data;
    await importJobs([aJobBody({ name: 'On record', priority: 'high' })], { onConflict: 'update' });
    const { data } = (await world.call('superAdmin', 'GET', `/audit?object=${documentId}`)).body;
    expect(
      data.map(({ action, actor, diff }: Fields & { diff: Fields }) => [
        action,
        actor,
        diff['priority'],
      ])
    ).toEqual([
      [
        'job.update',
        expect.objectContaining({ kind: 'user' }),
        { before: 'normal', after: 'high' },
      ],
      ['job.import', expect.objectContaining({ kind: 'user' }), { before: null, after: 'normal' }],
    ]);
    expect(data[0].diff.changeNote).toEqual({ before: null, after: 'Imported' });
  });
});

describe('jobs of a document depend on each other', () => {
  it('by the documentIds or names that they have in it, in any order', async () => {
    const answer = await importJobs([
      aJobBody({ name: 'Last of three', dependencies: after('first', 'Second of three') }),
      aJobBody({ name: 'Second of three', dependencies: after('first') }),
      { documentId: 'first', ...aJobBody({ name: 'First of three' }) },
    ]);
    expect(outcomes(answer).map(([, outcome]) => outcome)).toEqual(Array(3).fill('created'));
    const [last, second, first] = (answer.body.data as Imported[]).map((job) => job.documentId);
    expect((await read(last ?? '')).dependencies.jobs).toEqual([first, second]);
    const { meta } = (await world.call('superAdmin', 'GET', `/jobs/${first}`)).body;
    expect(meta.dependents.map(({ name }: Job) => name).toSorted()).toEqual([
      'Last of three',
      'Second of three',
    ]);
  });

  it('and on what is here: by its documentId, else by the name that the document gives', async () => {
    const here = await create('Here already');
    const closed = (await post('/calendars', aCalendarBody({ name: 'Closed here' }))).body.data;
    const answer = await importJobs(
      [
        aJobBody({ name: 'By id', dependencies: after(here.documentId) }),
        aJobBody({
          name: 'By name of elsewhere',
          dependencies: after('elsewhere'),
          calendars: { exclude: ['closed-elsewhere'], only: [] },
        }),
      ],
      {
        names: {
          jobs: { elsewhere: 'Here already' },
          calendars: { 'closed-elsewhere': 'Closed here' },
        },
      }
    );
    const jobs = await Promise.all(
      (answer.body.data as Imported[]).map(({ documentId }) => read(documentId))
    );
    expect(jobs.map(({ dependencies }) => dependencies.jobs)).toEqual([
      [here.documentId],
      [here.documentId],
    ]);
    expect(jobs[1]?.['calendars']).toEqual({ exclude: [closed.documentId], only: [] });
  });

  it('an unknown job, calendar or secret is refused where it stands, and so is the job itself', async () => {
    const answer = await importJobs([
      aJobBody({ name: 'Sound' }),
      aJobBody({ name: 'Unsound', dependencies: after('nowhere', 'Unsound', 'Sound') }),
    ]);
    expect([answer.status, errorPaths(answer)]).toEqual([
      400,
      ['jobs.1.dependencies.jobs.0', 'jobs.1.dependencies.jobs.1'],
    ]);
    expect(messages(answer)).toEqual(['is not a job that you may read', 'is the job itself']);
    const others = await importJobs([
      aJobBody({ name: 'Closed', calendars: { exclude: ['never'], only: [] } }),
      aJobBody({ name: 'Shut', calendars: { exclude: [], only: ['never'] } }),
    ]);
    expect(errorPaths(others)).toEqual(['jobs.0.calendars.exclude.0', 'jobs.1.calendars.only.0']);
    const secret = await importJobs([
      aJobBody({ name: 'Sound' }),
      aRequest({ 'X-Key': 'no-such' }),
    ]);
    expect(errorPaths(secret)).toEqual(['jobs.1.parameters.secretHeaders.X-Key']);
    expect(await named('Sound')).toEqual([]);
  });

  it('twice on the same, by two words for it, is refused', async () => {
    const here = await create('Two words');
    const answer = await importJobs([
      aJobBody({ name: 'Twice', dependencies: after(here.documentId, 'Two words') }),
    ]);
    expect(errorPaths(answer)).toEqual(['jobs.0.dependencies.jobs.1']);
  });
});

describe('a circle is refused with its path', () => {
  it('inside of a document, and nothing of it is kept', async () => {
    const answer = await importJobs([
      aJobBody({ name: 'Outside of it' }),
      aJobBody({ name: 'Ring A', dependencies: after('Ring C') }),
      aJobBody({ name: 'Ring B', dependencies: after('Ring A') }),
      aJobBody({ name: 'Ring C', dependencies: after('Outside of it', 'Ring B') }),
    ]);
    expect([answer.status, errorPaths(answer)]).toEqual([400, ['jobs.1.dependencies.jobs.0']]);
    expect(messages(answer)).toEqual(['would make a circle: Ring A → Ring B → Ring C → Ring A']);
    expect(await named('Ring')).toEqual([]);
    expect(await named('Outside of it')).toEqual([]);
  });

  it('between a document and what is here', async () => {
    const base = await create('Loop base');
    const middle = await create('Loop middle', { dependencies: after(base.documentId) });
    const jobs = [
      aJobBody({ name: 'Loop base', dependencies: after('Loop new') }),
      aJobBody({ name: 'Loop new', dependencies: after(middle.documentId) }),
    ];
    for (const dryRun of [true, false]) {
      const answer = await importJobs(jobs, { onConflict: 'update', dryRun });
      expect(messages(answer)).toEqual([
        'would make a circle: Loop base → Loop middle → Loop new → Loop base',
      ]);
    }
    expect((await read(base.documentId)).dependencies.jobs).toEqual([]);
    expect(await named('Loop new')).toEqual([]);
    // A copy of the base closes no circle.
    expect((await importJobs(jobs, { onConflict: 'copy' })).status).toBe(201);
  });

  it('what the document itself takes apart is no circle', async () => {
    const one = await create('Turned one');
    await create('Turned other', { dependencies: after(one.documentId) });
    const answer = await importJobs(
      [
        aJobBody({ name: 'Turned one', dependencies: after('Turned other') }),
        aJobBody({ name: 'Turned other' }),
      ],
      { onConflict: 'update' }
    );
    expect(answer.status).toBe(200);
    expect((await read(one.documentId)).dependencies.jobs).toHaveLength(1);
  });

  it('two hundred jobs deep, inside of a document and behind what is here', async () => {
    const link = (at: number, ...on: string[]) =>
      aJobBody({ name: `Chain ${at}`, dependencies: after(...on) });
    const rest = Array.from({ length: 199 }, (_, at) => link(at + 2, `Chain ${at + 1}`));
    const path = Array.from({ length: 200 }, (_, at) => `Chain ${at + 1}`).join(' → ');
    const words = [`would make a circle: ${path} → Chain 1`];

    // The last first: no order of the document helps.
    const inside = await importJobs([link(1, 'Chain 200'), ...rest].toReversed());
    expect(inside.status).toBe(400);
    const [said] = messages(inside);
    const ring = said?.replace('would make a circle: ', '').split(' → ') ?? [];
    expect([ring.length, new Set(ring).size, ring[0]]).toEqual([201, 200, ring.at(-1)]);
    expect(await named('Chain')).toEqual([]);

    expect((await importJobs([link(1), ...rest].toReversed())).status).toBe(201);
    const closing = await importJobs([link(1, 'Chain 200')], { onConflict: 'update' });
    expect([closing.status, messages(closing)]).toEqual([400, words]);
    const [first] = (await named('Chain 1')).filter(({ name }) => name === 'Chain 1');
    expect(first?.dependencies.jobs).toEqual([]);
  });

  it('an import and an edit at once that would make one together: exactly one of them succeeds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await create(`Race one ${round}`);
      const other = await create(`Race other ${round}`);
      const { enabled: _, ...body } = writable(other);
      const answers = await Promise.all([
        importJobs([aJobBody({ name: one.name, dependencies: after(other.documentId) })], {
          onConflict: 'update',
        }),
        world.call('superAdmin', 'PUT', `/jobs/${other.documentId}`, {
          ...body,
          revision: other.revision,
          dependencies: after(one.documentId),
        }),
      ]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]));
      const lost = answers.find(({ status }) => status === 400);
      expect(lost && messages(lost)[0]).toMatch(/^would make a circle: Race /);
      const both = await Promise.all([read(one.documentId), read(other.documentId)]);
      expect(both.flatMap(({ dependencies }) => dependencies.jobs)).toHaveLength(1);
    }
  });

  it('also where they touch no job in common: only together they close it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chainOf = (name: string) =>
        [1, 2, 3, 4].map((at) =>
          aJobBody({
            name: `${name} ${at} of ${round}`,
            dependencies: after(...(at === 1 ? [] : [`${name} ${at - 1} of ${round}`])),
          })
        );
      const made = await importJobs([...chainOf('Left'), ...chainOf('Right')]);
      const ids = (made.body.data as Imported[]).map(({ documentId }) => documentId ?? '');
      const [left1 = '', , , left4 = '', right1 = '', , , right4 = ''] = ids;
      const right = await read(right1);
      const answers = await Promise.all([
        importJobs([{ ...writable(await read(left1)), dependencies: after(right4) }], {
          onConflict: 'update',
        }),
        world.call('superAdmin', 'PUT', `/jobs/${right1}`, {
          ...writable(right),
          revision: right.revision,
          dependencies: after(left4),
        }),
      ]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]));
    }
  });

  it('two imports at once that would make one together: one of them fails', async () => {
    for (let round = 0; round < 3; round += 1) {
      const one = await create(`Pair one ${round}`);
      const other = await create(`Pair other ${round}`);
      const depend = (job: Job, on: Job) =>
        importJobs([aJobBody({ name: job.name, dependencies: after(on.documentId) })], {
          onConflict: 'update',
        });
      const answers = await Promise.all([depend(one, other), depend(other, one)]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]));
    }
  });
});

describe('a job that is here already', () => {
  it('is left alone, written over or copied, as asked; left alone where nothing is asked', async () => {
    const present = await create('Present', { priority: 'low' });
    const document = [aJobBody({ name: 'Present', priority: 'high' })];
    const skipped = await importJobs(document);
    expect([skipped.status, skipped.body.data]).toEqual([
      200,
      [
        {
          index: 0,
          outcome: 'skipped',
          documentId: present.documentId,
          name: 'Present',
          warnings: [],
        },
      ],
    ]);
    expect(await read(present.documentId)).toEqual(present);

    const copied = await importJobs(document, { onConflict: 'copy' });
    expect(outcomes(copied)).toEqual([['Present (2)', 'copied']]);
    expect(await read(copied.body.data[0].documentId)).toMatchObject({ priority: 'high' });
    expect(await read(present.documentId)).toEqual(present);

    const updated = await importJobs(document, { onConflict: 'update' });
    expect([updated.status, outcomes(updated)]).toEqual([200, [['Present', 'updated']]]);
    expect(updated.body.data[0].warnings).toEqual([
      { code: 'switched-off', message: expect.any(String), names: [] },
    ]);
    expect(await read(present.documentId)).toMatchObject({
      priority: 'high',
      enabled: false,
      revision: 2,
      owner: present['owner'],
    });
  });

  it('is known by its documentId first, whatever it is called now', async () => {
    const job = await create('Old name');
    const { content } = await exportJobs({ format: 'yaml', ids: [job.documentId] });
    const renamed = { ...writable(job), name: 'New name', revision: 1 };
    await world.call('superAdmin', 'PUT', `/jobs/${job.documentId}`, renamed);
    const answer = await importText(content, { format: 'yaml', onConflict: 'update' });
    expect(answer.body.data).toMatchObject([
      { outcome: 'updated', documentId: job.documentId, name: 'Old name' },
    ]);
    expect((await read(job.documentId)).name).toBe('Old name');
  });

  it('keeps the jobs of the document from its name, and is changed once', async () => {
    const job = await create('Known one');
    await create('Known other');
    const taken = await importJobs(
      [{ documentId: job.documentId, ...aJobBody({ name: 'Known other' }) }],
      { onConflict: 'update' }
    );
    expect([taken.status, errorPaths(taken)]).toEqual([400, ['jobs.0.name']]);
    const twice = await importJobs(
      [
        { documentId: job.documentId, ...aJobBody({ name: 'Known anew' }) },
        aJobBody({ name: 'Known one' }),
      ],
      { onConflict: 'update' }
    );
    expect([twice.status, errorPaths(twice)]).toEqual([400, ['jobs.1']]);
  });

  it('an interval without an anchor keeps the one that it has', async () => {
    const schedules = [
      { key: 'a', kind: 'interval', every: '15m', anchor: '2026-01-01T00:00:00Z' },
    ];
    const job = await create('Anchored', { schedules });
    const { anchor: _, ...without } = schedules[0] as Fields;
    await importJobs([aJobBody({ name: 'Anchored', schedules: [without] })], {
      onConflict: 'update',
    });
    expect((await read(job.documentId))['schedules']).toEqual(job['schedules']);
  });
});

describe('all or nothing', () => {
  const DOCUMENT = [
    aJobBody({ name: 'Tried new', dependencies: after('Tried present') }),
    aJobBody({ name: 'Tried present', priority: 'high' }),
    aJobBody({ name: 'Tried last', dependencies: after('Tried new') }),
  ];

  it('a dry run says what would become of each job and changes no row', async () => {
    await create('Tried present');
    for (const onConflict of ['skip', 'update', 'copy'] as const) {
      const before = await ourRows(world.site);
      const answer = await importJobs(DOCUMENT, { onConflict, dryRun: true });
      expect(answer.status).toBe(200);
      expect(answer.body.meta.dryRun).toBe(true);
      expect(await ourRows(world.site)).toEqual(before);
      const [first, second, third] = answer.body.data as Imported[];
      expect([first?.documentId, third?.documentId]).toEqual([null, null]);
      expect(second?.documentId === null).toBe(onConflict === 'copy');
    }
    const dry = await importJobs(DOCUMENT, { onConflict: 'update', dryRun: true });
    const real = await importJobs(DOCUMENT, { onConflict: 'update' });
    expect(outcomes(real)).toEqual(outcomes(dry));
    expect(real.body.data.map(({ warnings }: Imported) => warnings)).toEqual(
      dry.body.data.map(({ warnings }: Imported) => warnings)
    );
  });

  it('whatever is wrong with the last job leaves nothing of the others', async () => {
    const locked = await create('Locked last', {
      template: 'test.locked',
      parameters: { locked: 'before' },
    });
    await grant(['jobs-read', 'jobs-create', 'jobs-update', 'jobs-import']);
    const last = (parameters: object) =>
      aJobBody({ name: 'Locked last', template: 'test.locked', parameters });
    const jobs = (parameters: object) => [aJobBody({ name: 'Half written' }), last(parameters)];
    const options = { onConflict: 'update', actor: 'nobody' } as const;
    const untouched = async () => {
      const { job_scheduler_audit: _, ...rows } = await ourRows(world.site);
      return rows;
    };
    const before = await untouched();
    const refused = await importJobs(jobs({ locked: 'after' }), options);
    expect([refused.status, errorPaths(refused)]).toEqual([403, ['jobs.1.parameters.locked']]);
    expect(refused.body.error.message).toBe('jobs.1 (Locked last): Only the owner may change this');
    expect(await untouched()).toEqual(before);
    expect((await importJobs(jobs({ locked: 'before' }), options)).status).toBe(201);
    expect((await read(locked.documentId)).revision).toBe(2);
  });
});

describe('what is not right is named by job, field and value', () => {
  it('every wrong field of every job', async () => {
    const answer = await importJobs([
      aJobBody({ name: 'Fine' }),
      aJobBody({ name: 'Wrong', priority: 'urgent', revision: 3, status: 'active' }),
      { name: 'No template', parameters: {} },
      aJobBody({ name: 'Wrong parameters', parameters: { nope: 1 } }),
      aJobBody({
        name: 'Wrong schedule',
        schedules: [{ key: 'a', kind: 'cron', expression: '0 0 30 2 *' }],
      }),
      aJobBody({ name: 'Other template', template: 'no-such' }),
    ]);
    expect(answer.status).toBe(400);
    expect(errorPaths(answer)).toEqual([
      'jobs.1.revision',
      'jobs.1.status',
      'jobs.1.priority',
      'jobs.2.template',
      'jobs.3.parameters.nope',
      'jobs.4.schedules.0.expression',
      'jobs.5.template',
    ]);
    expect(answer.body.error.details.errors).toContainEqual({
      path: ['jobs', '1', 'priority'],
      message: 'must be one of high, normal, low',
      value: 'urgent',
    });
    expect(await named('Fine')).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['no document', 'just text', ['']],
    ['another version', { version: 2, jobs: [] }, ['version']],
    ['no version', { jobs: [] }, ['version']],
    ['jobs that are no list', { version: 1, jobs: {} }, ['jobs']],
    ['a job that is none', { version: 1, jobs: ['x'] }, ['jobs.0']],
    ['an unknown key', { version: 1, jobs: [], more: 1 }, ['more']],
    ['names of another kind', { version: 1, jobs: [], names: { users: {} } }, ['names.users']],
    ['a name that is none', { version: 1, jobs: [], names: { jobs: { a: 1 } } }, ['names.jobs.a']],
    ['too many jobs', { version: 1, jobs: Array.from({ length: 1_001 }, () => ({})) }, ['jobs']],
    [
      'the same name twice',
      { version: 1, jobs: [aJobBody({ name: 'Same' }), aJobBody({ name: 'Same' })] },
      ['jobs.1.name'],
    ],
    [
      'the same documentId twice',
      {
        version: 1,
        jobs: ['One', 'Two'].map((name) => ({ documentId: 'x', ...aJobBody({ name }) })),
      },
      ['jobs.1.documentId'],
    ],
    [
      'more outside of it than it may refer to',
      {
        version: 1,
        jobs: Array.from({ length: 21 }, (_, job) =>
          aJobBody({
            name: `Refers ${job}`,
            dependencies: after(...Array.from({ length: 50 }, (_each, at) => `x${job}-${at}`)),
          })
        ),
      },
      ['jobs'],
    ],
  ])('%s', async (_name, document, paths) => {
    const answer = await importText(JSON.stringify(document));
    expect([answer.status, errorPaths(answer)]).toEqual([400, paths]);
  });

  it.each<[string, object, string[]]>([
    ['no body', {}, ['format', 'content']],
    ['another format', { format: 'toml', content: 'x' }, ['format']],
    ['no text', { format: 'json', content: { version: 1 } }, ['content']],
    ['an unknown key', { format: 'json', content: '{}', force: true }, ['force']],
    [
      'another way with conflicts',
      { format: 'json', content: '{}', onConflict: 'merge' },
      ['onConflict'],
    ],
  ])('%s', async (_name, body, paths) => {
    const answer = await post('/import', body);
    expect([answer.status, errorPaths(answer)]).toEqual([400, paths]);
  });

  it.each<[string, 'json' | 'yaml', string, string]>([
    [
      'a key of prototypes',
      'json',
      '{"version":1,"jobs":[],"__proto__":{"polluted":1}}',
      '__proto__',
    ],
    [
      'a nested one',
      'yaml',
      'version: 1\njobs:\n  - name: x\n    parameters: {constructor: {prototype: {polluted: 1}}}\n',
      'jobs.0.parameters.constructor.prototype',
    ],
    ['an alias', 'yaml', 'version: 1\njobs: &a []\nnames: *a\n', 'content'],
    ['lists without bottom', 'json', '['.repeat(500_000), 'content'],
    ['a key twice', 'json', '{"version":1,"jobs":[],"version":1}', 'content'],
  ])('%s', async (_name, format, content, path) => {
    const before = await ourRows(world.site);
    const answer = await importText(content, { format });
    expect(answer.status).toBe(400);
    expect(errorPaths(answer)[0]).toMatch(new RegExp(`^${path.split('.')[0]}`));
    expect(({} as Fields)['polluted']).toBeUndefined();
    expect(await ourRows(world.site)).toEqual(before);
  });
});

/** A job that sends a request with these secrets. */
const aRequest = (secretHeaders: object, parameters: object = {}) =>
  aJobBody({
    name: 'Sends',
    template: 'http-request',
    parameters: { method: 'GET', url: 'https://example.com/', secretHeaders, ...parameters },
  });

describe('secrets', () => {
  it('go by their names; what somebody wrote in their place stays on the site', async () => {
    const CANARIES = ['canary-of-the-store', 'canary-in-a-header'];
    await post('/secrets', { name: 'shop-key', value: CANARIES[0] });
    const fields = aRequest(
      { 'X-Key': 'shop-key' },
      { headers: { Authorization: CANARIES[1], Accept: 'text/html' } }
    );
    const job = await create('Sends', fields);
    const asYaml = await exportJobs({ format: 'yaml', ids: [job.documentId] });
    for (const canary of CANARIES) expect(asYaml.content).not.toContain(canary);
    expect(asYaml.content).toContain('shop-key');
    expect(asYaml.content).toContain('text/html');
    expect(asYaml.hidden).toEqual([['jobs', '0', 'parameters', 'headers', 'Authorization']]);

    const refused = await importText(asYaml.content, { format: 'yaml', onConflict: 'copy' });
    expect([refused.status, errorPaths(refused)]).toEqual([
      400,
      ['jobs.0.parameters.headers.Authorization'],
    ]);
    const written = asYaml.content.replace('••••••', 'written by hand');
    const answer = await importText(written, { format: 'yaml', onConflict: 'copy' });
    expect(answer.body.data).toMatchObject([
      {
        outcome: 'copied',
        warnings: [
          { code: 'switched-off' },
          { code: 'secrets', message: 'Uses secrets of this site: shop-key', names: ['shop-key'] },
        ],
      },
    ]);
    const dump = (await dumpDatabase(world.site)).join('\n');
    expect(dump).not.toContain(CANARIES[0]);
  });

  it('are used by who may use secrets only', async () => {
    await grant(['jobs-read', 'jobs-create', 'jobs-import', 'http-use']);
    const answer = await importJobs([{ ...aRequest({ 'X-Key': 'shop-key' }), name: 'Borrows' }], {
      actor: 'nobody',
    });
    expect([answer.status, answer.body.error.details.missing]).toEqual([
      403,
      [{ action: 'plugin::job-scheduler.secrets-use', subject: null }],
    ]);
  });
});

describe('rights', () => {
  const DOCUMENT = [aJobBody({ name: 'By rights' })];

  it('to import makes no jobs without the right to create them, and changes none without that to change', async () => {
    await grant(['jobs-read', 'jobs-import', 'jobs-update']);
    const noCreate = await importJobs(DOCUMENT, { actor: 'nobody' });
    expect(noCreate.status).toBe(403);
    expect(noCreate.body.error.message).toBe(
      'jobs.0 (By rights): This needs the right to create jobs'
    );
    await create('By rights');
    await grant(['jobs-read', 'jobs-import', 'jobs-create']);
    const noUpdate = await importJobs(DOCUMENT, { actor: 'nobody', onConflict: 'update' });
    expect(noUpdate.status).toBe(403);
    expect((await importJobs(DOCUMENT, { actor: 'nobody', onConflict: 'copy' })).status).toBe(201);
    await grant(['jobs-read', 'jobs-create', 'jobs-update']);
    expect((await importJobs(DOCUMENT, { actor: 'nobody' })).status).toBe(403);
  });

  it('what the template needs is asked of the importer, also in a schedule, and for a dry run', async () => {
    await grant(['jobs-read', 'jobs-create', 'jobs-import']);
    const needs = (right: string) =>
      aJobBody({ name: 'Needs', template: 'test.needs', parameters: { right } });
    const schedules = [
      { key: 'a', kind: 'daily', time: '09:00', parameters: { right: 'audit-read' } },
    ];
    for (const job of [needs('audit-read'), { ...needs('none'), schedules }]) {
      const answer = await importJobs([job], { actor: 'nobody', dryRun: true });
      expect([answer.status, answer.body.error.details.missing]).toEqual([
        403,
        [{ action: 'plugin::job-scheduler.audit-read', subject: null }],
      ]);
    }
    expect((await importJobs([needs('none')], { actor: 'nobody' })).status).toBe(201);
  });

  it('on own jobs only do not reach those of others, and do not tell what they are', async () => {
    const hidden = await create('Hidden one');
    const own = (right: string): [string, string] => [right, 'is-owner'];
    await grant([
      own('jobs-read'),
      'jobs-create',
      own('jobs-update'),
      own('jobs-import'),
      own('jobs-export'),
    ]);
    const over = await importJobs([aJobBody({ name: 'Hidden one' })], {
      actor: 'nobody',
      onConflict: 'update',
    });
    expect([over.status, errorPaths(over)]).toEqual([400, ['jobs.0.name']]);
    const byId = await importJobs(
      [{ documentId: hidden.documentId, ...aJobBody({ name: 'Not hidden' }) }],
      { actor: 'nobody', onConflict: 'update' }
    );
    expect(outcomes(byId)).toEqual([['Not hidden', 'created']]);
    const skipped = await importJobs([aJobBody({ name: 'Hidden one' })], { actor: 'nobody' });
    expect(skipped.body.data).toMatchObject([{ outcome: 'skipped', documentId: null }]);
    const behind = await importJobs(
      [aJobBody({ name: 'Behind', dependencies: after('Hidden one') })],
      { actor: 'nobody' }
    );
    expect(messages(behind)).toEqual(['is not a job that you may read']);

    const ids = { format: 'json', ids: [hidden.documentId] };
    expect((await post('/export', ids, 'nobody')).status).toBe(404);
    const all = await exportJobs({ format: 'json' }, 'nobody');
    expect(all.content).toContain('Not hidden');
    expect(all.content).not.toContain(hidden.documentId);
    // To export is no right to read.
    await grant([own('jobs-read'), 'jobs-export']);
    expect((await post('/export', ids, 'nobody')).status).toBe(404);
    expect((await exportJobs({ format: 'json' }, 'nobody')).content).not.toContain('Hidden one');
  });
});

it('a right to import on own jobs only changes no other, whatever else may change it', async () => {
  const theirs = await create('Theirs to change');
  await grant(['jobs-read', 'jobs-create', 'jobs-update', ['jobs-import', 'is-owner']]);
  const options = { actor: 'nobody', onConflict: 'update' } as const;
  const refused = await importJobs([aJobBody({ name: 'Theirs to change' })], options);
  expect([refused.status, (await read(theirs.documentId)).revision]).toEqual([403, 1]);
  expect((await importJobs([aJobBody({ name: 'Mine to change' })], options)).status).toBe(201);
  expect((await importJobs([aJobBody({ name: 'Mine to change' })], options)).status).toBe(200);
});

describe('an export', () => {
  it('holds definitions and names, nothing of what ran, and is on record', async () => {
    const calendar = (await post('/calendars', aCalendarBody({ name: 'For export' }))).body.data;
    const base = await create('Export base');
    const job = await create('Export top', {
      dependencies: after(base.documentId),
      calendars: { exclude: [calendar.documentId], only: [] },
    });
    await post(`/jobs/${job.documentId}/run`, {});
    const { content } = await exportJobs({ format: 'json', ids: [job.documentId] });
    expect(JSON.parse(content)).toEqual({
      version: 1,
      jobs: [{ documentId: job.documentId, ...writable(job) }],
      names: {
        jobs: { [base.documentId]: 'Export base' },
        calendars: { [calendar.documentId]: 'For export' },
        scripts: {},
      },
    });
    const { data } = (await world.call('superAdmin', 'GET', '/audit?action=job.export')).body;
    expect(data[0].diff.jobs.after).toEqual([{ documentId: job.documentId, name: 'Export top' }]);
  });

  it('takes the filters of the list', async () => {
    await create('Filtered on', { category: 'filtered' });
    await create('Filtered off', { category: 'filtered', enabled: false });
    const of = async (filters: object) => {
      const { content } = await exportJobs({ format: 'json', filters });
      return JSON.parse(content).jobs.map(({ name }: Job) => name);
    };
    expect(await of({ category: 'filtered' })).toEqual(['Filtered off', 'Filtered on']);
    expect(await of({ category: 'filtered', enabled: true, owner: 'me' })).toEqual(['Filtered on']);
    expect(await of({ q: 'filtered', status: ['disabled'] })).toEqual(['Filtered off']);
    expect(await of({ template: 'no-such' })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['no format', {}, ['format']],
    ['another format', { format: 'xml' }, ['format']],
    ['ids and filters', { format: 'json', ids: ['a'], filters: {} }, ['filters']],
    ['an id twice', { format: 'json', ids: ['a', 'a'] }, ['ids']],
    ['too many ids', { format: 'json', ids: Array.from({ length: 1_001 }, String) }, ['ids']],
    ['an unknown filter', { format: 'json', filters: { secret: 1 } }, ['filters.secret']],
    [
      'a filter that is none',
      { format: 'json', filters: { status: 'active' } },
      ['filters.status'],
    ],
    ['an unknown key', { format: 'json', all: true }, ['all']],
  ])('%s is refused', async (_name, body, paths) => {
    const answer = await post('/export', body);
    expect([answer.status, errorPaths(answer)]).toEqual([400, paths]);
  });
});
