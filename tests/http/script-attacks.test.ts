import { createScriptWorld } from '../support/script-world';
import type { Ended, ScriptWorld } from '../support/script-world';
import { eventually } from '../support/eventually';

let world: ScriptWorld;
beforeAll(async () => {
  world = await createScriptWorld();
}, 120_000);
afterAll(() => world?.stop());

const jsonOf = async (execution: Ended): Promise<unknown> =>
  JSON.parse((await world.textOf(execution)).split('\n')[0] ?? '');

it('hands every argument over as it stands: nobody reads, splits or expands it', async () => {
  const args = [
    '$(touch /tmp/never)',
    '; touch /tmp/never',
    '`id`',
    'two\nlines',
    'a b  c',
    '',
    '*',
    '~',
    '$PATH',
    '| cat',
    '&& false',
    '"\'\\',
    '=cmd',
    '％００',
  ];
  const script = await world.approved(
    'args.py',
    'import json, sys\nprint(json.dumps(sys.argv[1:]))\n'
  );
  expect(await jsonOf(await world.run(world.aJob(script, { args })))).toEqual(args);
});

it.each(['-rf', '--', '-', '--eval=x'])('hands over no %j unasked', async (option) => {
  const script = await world.approved('plain.sh', 'echo "$@"\n');
  const ended = await world.run(world.aJob(script, { args: ['fine', option] }));
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'ARGUMENT_REFUSED' } });
  expect(await world.textOf(ended)).toBe('');
});

it('lets nothing of the server’s environment through, whatever is in it', async () => {
  const planted = {
    LD_PRELOAD: '/nowhere.so',
    NODE_OPTIONS: '--no-warnings',
    BASH_ENV: '/tmp/env',
  };
  Object.assign(process.env, planted);
  const script = await world.approved(
    'env.mjs',
    'console.log(JSON.stringify(Object.keys(process.env).sort()));\n'
  );
  const ended = await world.run(world.aJob(script, { env: { PARAM_B: '$PATH' } }));
  for (const name of Object.keys(planted)) delete process.env[name];
  expect(await jsonOf(ended)).toEqual([
    'HOME',
    'JOB_ARTIFACTS_DIR',
    'JOB_ATTEMPT',
    'JOB_EXECUTION_ID',
    'JOB_OCCURRENCE_ID',
    'JOB_PROGRESS_FILE',
    'JOB_RESULT_FILE',
    'JOB_SCHEDULED_FOR',
    'LANG',
    'PARAM_B',
    'PATH',
    'TMPDIR',
    'TZ',
  ]);
});

it.each([
  '../plain.sh',
  '..%2fplain.sh',
  '%2e%2e%2fplain.sh',
  'plain.sh',
  '．．／plain.sh',
  'a%00b',
  "' OR 1=1 --",
  '__proto__',
])('knows no script by the id %j', async (id) => {
  const route = encodeURI(id).replaceAll('%25', '%');
  for (const [method, path] of [
    ['GET', `/scripts/${route}`],
    ['POST', `/scripts/${route}/approve`],
    ['POST', `/scripts/${route}/reject`],
  ] as const) {
    const body = method === 'POST' ? { digest: 'a'.repeat(64) } : undefined;
    const { status } = await world.call('viewer', method, path, body);
    expect([path, [400, 404, 405].includes(status)]).toEqual([path, true]);
  }
  const named = { name: `By ${id}`, template: 'script', parameters: { script: id } };
  expect((await world.call('superAdmin', 'POST', '/jobs', named)).status).toBe(400);
});

it('takes what a script says as words, wherever it says it', async () => {
  const control = JSON.stringify({
    status: 'cancelled',
    complete: 1,
    enabled: false,
    revision: 99,
    update_event: { enabled: 0 },
    job: { parameters: {} },
    secrets: ['all'],
    __proto__: { polluted: true },
  });
  const script = await world.approved(
    'control.sh',
    `echo '${control}'; echo '${control}' > "$JOB_RESULT_FILE"; echo '${control}' > "$JOB_PROGRESS_FILE"\n`
  );
  const job = await world.create(world.aJob(script));
  const before = (await world.call('superAdmin', 'GET', `/jobs/${job}`)).body.data;
  const ended = await world.start(job);
  const nothing = { percent: null, message: null };
  expect(ended).toMatchObject({ status: 'succeeded', progress: nothing });
  const after = (await world.call('superAdmin', 'GET', `/jobs/${job}`)).body.data;
  for (const field of ['revision', 'enabled', 'parameters', 'status', 'owner'])
    expect([field, after[field]]).toEqual([field, before[field]]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it('repeats nothing whose approval was taken back, by retry or by replay', async () => {
  const script = await world.approved('back.sh', 'exit 1\n');
  const job = await world.create(world.aJob(script));
  const failed = await world.start(job);
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'EXIT_1' } });
  const { digest, documentId } = script;
  const rejected = await world.call('viewer', 'POST', `/scripts/${documentId}/reject`, { digest });
  expect(rejected.status).toBe(200);
  const read = async (id: string): Promise<Ended & { finishedAt: string | null }> =>
    (await world.call('superAdmin', 'GET', `/executions/${id}`)).body.data;
  const endOf = (id: string) =>
    eventually(
      () => read(id),
      ({ finishedAt }) => finishedAt !== null
    );
  for (const how of ['replay', 'retry']) {
    const route = `/executions/${failed.documentId}/${how}`;
    const repeated = await world.call('superAdmin', 'POST', route);
    expect([how, repeated.status]).toEqual([how, 202]);
    expect(await endOf(repeated.body.data.documentId)).toMatchObject({
      status: 'skipped',
      reason: 'approval-missing',
    });
  }
});
