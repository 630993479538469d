import { eventually } from '../support/eventually';
import { errorPaths } from '../support/job-bodies';
import { createScriptWorld } from '../support/script-world';
import type { Ended, ListedScript, ScriptWorld } from '../support/script-world';
import { serviceOf } from '../support/world';

let world: ScriptWorld;
let gate: ListedScript;
let report: ListedScript;

beforeAll(async () => {
  world = await createScriptWorld();
  gate = await world.approved('gate.sh', 'echo "gate $1 $PARAM_A $JOB_HOOK"; exit "$1"\n');
  report = await world.approved(
    'report.sh',
    'echo "report $JOB_HOOK $JOB_OUTCOME $JOB_WILL_RETRY [$JOB_ERROR_CODE] attempt $JOB_ATTEMPT"\n'
  );
}, 120_000);
afterAll(() => world?.stop());

let made = 0;
const selfTest = (hooks: object, parameters: object = {}, fields: object = {}) => ({
  name: `Hooked ${(made += 1)}`,
  template: 'self-test',
  parameters: { logLines: 1, ...parameters },
  retry: { maxAttempts: 1 },
  hooks,
  ...fields,
});
const post = (body: object) => world.call('superAdmin', 'POST', '/jobs', body);

it('runs approved scripts around each attempt, and tells the later ones what came of it', async () => {
  const execution = await world.run(
    selfTest(
      {
        before: [{ script: gate.documentId, args: ['0'], env: { PARAM_A: 'open' } }],
        after: [{ script: report.documentId }],
      },
      { failAttempts: 1 },
      { retry: { maxAttempts: 2, strategy: 'fixed', delayMs: 0 } }
    )
  );
  expect(execution).toMatchObject({
    status: 'succeeded',
    attempts: [
      {
        status: 'failed',
        hooks: [
          { time: 'before', name: 'gate.sh', ok: true, error: null },
          { time: 'after', name: 'report.sh', ok: true },
        ],
      },
      { status: 'succeeded', hooks: [{ name: 'gate.sh' }, { name: 'report.sh' }] },
    ],
  });
  const said = (await world.textOf(execution)).split('\n');
  expect(said.filter((line) => /^(gate|report)/.test(line))).toEqual([
    'gate 0 open before',
    expect.stringMatching(/^report after failed true \[.*\] attempt 1$/),
    'gate 0 open before',
    'report after succeeded false [] attempt 2',
  ]);
});

it('does not run an execution that a hook before it refuses, and says which and why', async () => {
  const execution = await world.run(
    selfTest({ before: [{ script: gate.documentId, args: ['3'] }], after: [] }, { logLines: 3 })
  );
  expect(execution).toMatchObject({
    status: 'skipped',
    reason: 'hook-refused',
    attempts: [{ hooks: [{ ok: false }] }],
    error: { code: 'EXIT_3', message: 'Hook gate.sh: The script ended with exit code 3' },
  });
  expect(await world.textOf(execution)).toMatch(/^gate 3.*\nThe hook gate\.sh refused this att/);
  const { body } = await world.call('superAdmin', 'GET', `/audit?object=${execution.documentId}`);
  expect(body.data).toEqual([
    expect.objectContaining({
      action: 'execution.hook-refuse',
      actor: { kind: 'system', id: null, name: null },
      diff: {
        error: { before: null, after: 'Hook gate.sh: The script ended with exit code 3' },
      },
    }),
  ]);
});

it('lets the outcome stand when a hook after it fails, and shows the failure', async () => {
  const execution = await world.run(
    selfTest({ after: [{ script: gate.documentId, args: ['7'] }] })
  );
  expect(execution).toMatchObject({
    status: 'succeeded',
    attempts: [{ hooks: [{ time: 'after', ok: false, error: { code: 'EXIT_7' } }] }],
  });
  expect(await world.textOf(execution)).toContain('The hook gate.sh failed after this attempt');
});

it('runs nothing of an attempt while a hook of it is not approved, the later ones included', async () => {
  world.write('unread.sh', 'echo unread\n');
  const unread = await world.scriptOf('unread.sh');
  const execution = await world.run(
    selfTest({
      before: [{ script: gate.documentId, args: ['0'] }],
      after: [{ script: unread.documentId }],
    })
  );
  expect(execution).toMatchObject({
    status: 'skipped',
    reason: 'approval-missing',
    error: { message: expect.stringMatching(/^Hook unread\.sh: /) },
  });
  expect(await world.textOf(execution)).toBe('');
});

it('counts hooks among the scripts of the job: their authors may not approve them', async () => {
  world.write('authored.sh', 'echo authored\n');
  const script = await world.scriptOf('authored.sh');
  await world.create(selfTest({ after: [{ script: script.documentId }] }));
  expect((await world.scriptOf('authored.sh')).usedBy).toBe(1);
  const denied = await world.call('superAdmin', 'POST', `/scripts/${script.documentId}/approve`, {
    digest: script.digest,
  });
  expect([denied.status, denied.body.error.details.reason]).toEqual([403, 'self-approval']);
});

it('wants the right to use scripts from whoever makes, changes or starts such a job', async () => {
  const hooks = { before: [{ script: gate.documentId, args: ['0'] }] };
  const body = selfTest(hooks);
  const made403 = await world.call('editor', 'POST', '/jobs', body);
  expect([made403.status, made403.body.error.details.missing]).toEqual([
    403,
    [{ action: 'plugin::job-scheduler.scripts-use', subject: null }],
  ]);
  const plain = await world.call('editor', 'POST', '/jobs', { ...body, hooks: undefined });
  expect(plain.status).toBe(201);
  const { documentId, revision } = plain.body.data;
  const changed = await world.call('editor', 'PUT', `/jobs/${documentId}`, { ...body, revision });
  expect(changed.status).toBe(403);
});

it('is refused when its owner may not use scripts any more', async () => {
  const role = await serviceOf(world.site, 'admin::role').create({
    name: 'Hooker',
    description: '',
  });
  await serviceOf(world.site, 'admin::role').assignPermissions(
    role.id,
    ['jobs-read', 'jobs-create', 'jobs-run', 'scripts-use'].map((right) => ({
      action: `plugin::job-scheduler.${right}`,
    }))
  );
  const users = serviceOf(world.site, 'admin::user');
  await users.updateById(world.ids['owner'] ?? 0, { roles: [role.id] });
  const body = selfTest({ before: [{ script: gate.documentId, args: ['0'] }] });
  const job = await world.create(body, 'owner');
  expect((await world.start(job)).status).toBe('succeeded');
  await users.updateById(world.ids['owner'] ?? 0, { roles: [world.roles.editor] });
  expect(await world.start(job)).toMatchObject({
    status: 'skipped',
    reason: 'owner-right-missing',
  });
});

it.each([
  [{ before: 'gate' }, 'hooks.before'],
  [{ during: [] }, 'hooks.during'],
  [{ before: [{}] }, 'hooks.before.0.script'],
  [{ before: [{ script: '../gate.sh' }] }, 'hooks.before.0.script'],
  [{ after: [{ script: 'nosuchscript' }] }, 'hooks.after.0.script'],
  [{ after: [{ script: 'a', args: 'x' }] }, 'hooks.after.0.args'],
  [{ after: [{ script: 'a', args: ['a\0b'] }] }, 'hooks.after.0.args.0'],
  [{ after: [{ script: 'a', env: { PATH: '/' } }] }, 'hooks.after.0.env.PATH'],
  [{ after: [{ script: 'a', env: { PARAM_A: 1 } }] }, 'hooks.after.0.env.PARAM_A'],
  [{ after: [{ script: 'a', timeoutMs: 1 }] }, 'hooks.after.0.timeoutMs'],
  [{ after: [{ script: 'a', secrets: {} }] }, 'hooks.after.0.secrets'],
  [{ after: Array.from({ length: 6 }, () => ({ script: 'a' })) }, 'hooks.after'],
])('refuses %j and names the field', async (hooks, path) => {
  const answer = await post(selfTest(hooks));
  expect([answer.status, errorPaths(answer)]).toEqual([400, [path]]);
});

it('hands no option to a script that takes none', async () => {
  const execution = await world.run(
    selfTest({ before: [{ script: gate.documentId, args: ['-rf'] }] })
  );
  expect(execution).toMatchObject({
    status: 'skipped',
    reason: 'hook-refused',
    error: { code: 'ARGUMENT_REFUSED' },
  });
});

it('ends a script that takes too long, and everything of a cancelled one', async () => {
  const slow = await world.approved('slow.sh', 'echo up; while :; do sleep 0.05; done\n');
  const timedOut = await world.run(
    selfTest({ before: [{ script: slow.documentId, timeoutMs: 1_000 }] })
  );
  expect(timedOut).toMatchObject({ reason: 'hook-refused', error: { code: 'HOOK_TIMEOUT' } });

  const job = await world.create(selfTest({ before: [{ script: slow.documentId }] }));
  const started = await world.call('superAdmin', 'POST', `/jobs/${job}/run`);
  const { documentId } = started.body.data;
  await eventually(
    () => world.textOf({ documentId }),
    (text) => text.includes('up')
  );
  await world.call('superAdmin', 'POST', `/executions/${documentId}/cancel`);
  const read = async (): Promise<Ended & { finishedAt: string | null }> =>
    (await world.call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
  const ended = await eventually(read, ({ finishedAt }) => finishedAt !== null);
  expect(ended.status).toBe('cancelled');
});

describe('a hook that an app registers', () => {
  const calls: unknown[] = [];
  const register = (hook: object): void =>
    (
      world.site.strapi.plugin('job-scheduler').service('hooks') as unknown as {
        register(hook: object): void;
      }
    ).register(hook);

  beforeAll(() => {
    register({
      uid: 'my-app.quota',
      templates: ['self-test'],
      before: ({ parameters, job, template }: never) => {
        calls.push({ parameters, job, template });
        if ((parameters as { logLines: number }).logLines === 9) throw new Error('no quota left');
      },
      after: ({ attempt }: { attempt: number }, outcome: { status: string }) => {
        calls.push([attempt, outcome.status]);
      },
    });
  });

  it('sees the parameters and the outcome', async () => {
    calls.length = 0;
    const job = await world.create(selfTest({}, { logLines: 2 }, { name: 'Seen by code' }));
    expect((await world.start(job)).status).toBe('succeeded');
    expect(calls).toEqual([
      {
        parameters: expect.objectContaining({ logLines: 2 }),
        job: { documentId: job, name: 'Seen by code' },
        template: 'self-test',
      },
      [1, 'succeeded'],
    ]);
  });

  it('keeps an attempt from running by what it throws', async () => {
    const execution = await world.run(selfTest({}, { logLines: 9 }));
    expect(execution).toMatchObject({
      status: 'skipped',
      reason: 'hook-refused',
      error: { message: 'Hook my-app.quota: no quota left' },
    });
  });

  it('is not asked about other templates', async () => {
    calls.length = 0;
    const execution = await world.run(world.aJob(report));
    expect([execution.status, calls]).toEqual(['succeeded', []]);
  });

  it.each<[hook: object, field: string]>([
    [{ uid: 'Bad Uid', before: () => 0 }, 'uid'],
    [{ uid: 'a.b' }, 'before'],
    [{ uid: 'a.b', before: 1 }, 'before'],
    [{ uid: 'a.b', befor: () => 0 }, 'befor'],
    [{ uid: 'a.b', before: () => 0, timeoutMs: 5 }, 'timeoutMs'],
    [{ uid: 'a.b', before: () => 0, templates: 'all' }, 'templates'],
    [{ uid: 'my-app.quota', before: () => 0 }, 'uid'],
  ])('is refused as %p with the field that is wrong', (hook, field) => {
    expect(() => register(hook)).toThrow(expect.objectContaining({ name: 'HookError', field }));
  });
});
