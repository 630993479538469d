import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { CONTAINMENT_LEVELS } from '../../server/src/contract/scheduler';
import { eventually } from '../support/eventually';
import { errorPaths } from '../support/job-bodies';
import { lookThroughScripts } from '../support/look-through-scripts';
import { createWorld, serviceOf } from '../support/world';
import type { Actor, World } from '../support/world';

let world: World;
const directory = mkdtempSync(path.join(os.tmpdir(), 'job-scripts-'));
const write = (name: string, text: string, mode = 0o644): void => {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
};

beforeAll(async () => {
  write(
    'hello.sh',
    'echo "hello $1"; echo problem >&2; echo \'{"answer": 42}\' > "$JOB_RESULT_FILE"\n'
  );
  world = await createWorld({
    JOB_SCHEDULER_SCRIPTS_DIR: directory,
    JOB_SCHEDULER_SCRIPTS_ALLOWED_EXTENSIONS: '.py,.sh,.mjs,.js,.bin',
    JOB_SCHEDULER_SCRIPTS_GRACE_MS: '200',
    JOB_SCHEDULER_TIMEZONE: 'Asia/Hong_Kong',
  });
  await serviceOf(world.site, 'admin::role').assignPermissions(world.roles.viewer, [
    { action: 'plugin::job-scheduler.scripts-approve' },
    { action: 'plugin::job-scheduler.scripts-read' },
  ]);
}, 120_000);
afterAll(async () => {
  await world?.stop();
  delete process.env['JOB_SCHEDULER_TIMEZONE'];
  rmSync(directory, { recursive: true, force: true });
});

const call = (
  actor: Actor,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  route: string,
  body?: unknown
) => world.call(actor, method, route, body);
interface Listed {
  documentId: string;
  path: string;
  status: string;
  digest: string;
}
const scriptOf = async (name: string): Promise<Listed> => {
  await lookThroughScripts(world.site);
  const { data } = (await call('superAdmin', 'GET', '/scripts')).body;
  const found = (data as Listed[]).find((one) => one.path === name);
  if (found === undefined) throw new Error(`${name} is not in the catalogue`);
  return found;
};
const approve = async (name: string, actor: Actor = 'viewer') => {
  const { documentId, digest } = await scriptOf(name);
  return call(actor, 'POST', `/scripts/${documentId}/approve`, { digest, comment: 'read it' });
};
const audited = async (query: string): Promise<object[]> =>
  (await call('superAdmin', 'GET', `/audit?pageSize=100&${query}`)).body.data;
const aJob = async (
  name: string,
  script: string,
  fields: object = {},
  parameters: object = {}
) => ({
  name,
  template: 'script',
  parameters: { script: (await scriptOf(script)).documentId, ...parameters },
  retry: { maxAttempts: 1 },
  ...fields,
});
/** One job whose parameters a start may replace. */
const plainJob = async (): Promise<string> => {
  plain ??= (await call('superAdmin', 'POST', '/jobs', await aJob('Plain', 'hello.sh'))).body.data
    .documentId;
  return plain as string;
};
let plain: string | undefined;
let made = 0;
const run = async (script: string, parameters: object = {}, fields: object = {}) => {
  const job = await call(
    'superAdmin',
    'POST',
    '/jobs',
    await aJob(`Script job ${(made += 1)}`, script, fields, parameters)
  );
  expect([job.status, job.body.error]).toEqual([201, undefined]);
  const started = await call('superAdmin', 'POST', `/jobs/${job.body.data.documentId}/run`);
  const { documentId } = started.body.data;
  const read = async () => (await call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
  return eventually(read, ({ finishedAt }) => finishedAt !== null);
};
const logOf = async ({
  documentId,
}: {
  documentId: string;
}): Promise<{ stream: string; text: string }[]> =>
  (await call('superAdmin', 'GET', `/executions/${documentId}/logs?limit=1000`)).body.data;
const textOf = async (execution: { documentId: string }): Promise<string> =>
  (await logOf(execution)).map(({ text }) => text).join('\n');

it('runs a script only after somebody has approved its bytes', async () => {
  expect(await scriptOf('hello.sh')).toMatchObject({ status: 'new' });
  const before = await run('hello.sh', { args: ['world'] });
  expect(before).toMatchObject({ status: 'skipped', reason: 'approval-missing' });

  expect((await approve('hello.sh')).body.data).toMatchObject({ status: 'approved' });
  const after = await run('hello.sh', { args: ['world; touch /tmp/never $(id)'] });
  expect(after).toMatchObject({
    status: 'succeeded',
    result: { exitCode: 0, result: { answer: 42 } },
  });
  expect(await logOf(after)).toEqual([
    expect.objectContaining({ stream: 'stdout', text: 'hello world; touch /tmp/never $(id)' }),
    expect.objectContaining({ stream: 'stderr', text: 'problem' }),
  ]);
});

it('says how the processes of scripts are kept together here, and what that cannot catch', async () => {
  const { containment } = (await call('superAdmin', 'GET', '/scheduler/status')).body.data;
  expect(CONTAINMENT_LEVELS).toContain(containment.level);
  expect(containment).toMatchObject({
    cannotCatch: expect.arrayContaining(['handed-over']),
    survivors: 0,
  });
  expect(Object.keys(containment.limits).sort()).toEqual([
    'cpu',
    'fileSize',
    'memory',
    'processes',
  ]);
});

it('is voided by any change of the bytes, and valid again when they are back', async () => {
  write('voided.sh', 'echo one\n');
  await approve('voided.sh');
  expect((await run('voided.sh')).status).toBe('succeeded');
  write('voided.sh', 'echo two\n');
  expect(await scriptOf('voided.sh')).toMatchObject({ status: 'changed' });
  expect(await run('voided.sh')).toMatchObject({ status: 'skipped', reason: 'approval-missing' });
  write('voided.sh', 'echo one\n');
  expect((await run('voided.sh')).status).toBe('succeeded');
});

it('is voided by a change of its manifest', async () => {
  write('options.sh', 'echo "$@"\n');
  await approve('options.sh');
  expect(await run('options.sh', { args: ['-rf'] })).toMatchObject({
    status: 'failed',
    error: { code: 'ARGUMENT_REFUSED' },
  });
  write('options.sh.job.json', '{ "options": true }');
  expect(await run('options.sh', { args: ['-rf'] })).toMatchObject({ reason: 'approval-missing' });
  await approve('options.sh');
  expect(await textOf(await run('options.sh', { args: ['-rf'] }))).toBe('-rf');
});

it('is nobody’s own consent: who made or last changed a job with it may not give it', async () => {
  write('self.sh', 'echo self\n');
  const job = await call('superAdmin', 'POST', '/jobs', await aJob('Self approval', 'self.sh'));
  expect(job.status).toBe(201);
  const denied = await approve('self.sh', 'superAdmin');
  expect([denied.status, denied.body.error.details.reason]).toEqual([403, 'self-approval']);
  const { documentId } = await scriptOf('self.sh');
  expect(await audited(`object=${documentId}&actor=${world.ids['superAdmin']}`)).toEqual([
    expect.objectContaining({
      actor: { kind: 'user', id: String(world.ids['superAdmin']), name: 'superAdmin Tester' },
      action: 'access.denied',
      object: { kind: 'route', documentId, name: 'POST /job-scheduler/scripts/:id/approve' },
      outcome: 'denied',
      diff: null,
      count: 1,
    }),
  ]);
  // What the overview counts for who may approve.
  const { data } = (await call('viewer', 'GET', '/scripts')).body;
  expect(data).toContainEqual(expect.objectContaining({ documentId, status: 'new', usedBy: 1 }));
  expect((await approve('self.sh', 'viewer')).status).toBe(200);
});

it('writes down of each decision who made it, about which bytes, and why', async () => {
  write('decided.sh', 'echo decided\n');
  const { documentId, digest } = await scriptOf('decided.sh');
  const decide = (verb: 'approve' | 'reject', comment: string) =>
    call('viewer', 'POST', `/scripts/${documentId}/${verb}`, { digest, comment });
  await decide('reject', 'what for?');
  await decide('approve', 'now I see');
  write('decided.sh', 'echo other bytes\n');
  const changed = await scriptOf('decided.sh');
  await call('viewer', 'POST', `/scripts/${documentId}/approve`, { digest: changed.digest });

  const entries = await audited(`object=${documentId}&actor=${world.ids['viewer']}`);
  const entry = (action: string, diff: object) => ({
    documentId: expect.any(String),
    at: expect.stringMatching(/Z$/),
    actor: { kind: 'user', id: String(world.ids['viewer']), name: 'viewer Tester' },
    action,
    object: { kind: 'script', documentId, name: 'decided.sh' },
    outcome: 'ok',
    ip: expect.stringMatching(/127\.0\.0\.1/),
    requestId: expect.any(String),
    diff,
    count: 1,
  });
  const of = (sha: string) => ({ before: sha, after: sha });
  expect(entries.toReversed()).toEqual([
    entry('script.reject', {
      status: { before: 'new', after: 'rejected' },
      digest: of(digest),
      comment: { before: null, after: 'what for?' },
    }),
    entry('script.approve', {
      status: { before: 'rejected', after: 'approved' },
      digest: of(digest),
      comment: { before: null, after: 'now I see' },
    }),
    entry('script.approve', {
      status: { before: 'changed', after: 'approved' },
      digest: of(changed.digest),
    }),
  ]);
});

it('takes a decision only about the bytes that were read', async () => {
  write('moved.sh', 'echo harmless\n');
  const { documentId, digest } = await scriptOf('moved.sh');
  write('moved.sh', 'echo harmful\n');
  const late = await call('viewer', 'POST', `/scripts/${documentId}/approve`, { digest });
  expect(late.status).toBe(409);
  expect((await run('moved.sh')).reason).toBe('approval-missing');
});

it('shows its content, what was approved before, and every decision', async () => {
  write('shown.py', 'print("one")\n');
  await approve('shown.py');
  write('shown.py', 'print("two")\n');
  const { documentId, digest } = await scriptOf('shown.py');
  await call('viewer', 'POST', `/scripts/${documentId}/reject`, { digest, comment: 'why two?' });
  const { data } = (await call('superAdmin', 'GET', `/scripts/${documentId}`)).body;
  expect(data).toMatchObject({
    status: 'rejected',
    type: 'python',
    files: [{ path: 'shown.py', content: 'print("two")\n', approved: 'print("one")\n' }],
    history: [
      { decision: 'rejected', comment: 'why two?' },
      { decision: 'approved', comment: 'read it' },
    ],
  });
  expect((await run('shown.py')).reason).toBe('approval-missing');
  const { meta } = (await call('superAdmin', 'GET', `/scripts/${documentId}`)).body;
  expect(meta.jobs).toEqual([{ documentId: expect.any(String), name: `Script job ${made}` }]);
});

it('gives a script exactly the environment that is promised', async () => {
  write('env.py', 'import os, json\nprint(json.dumps(dict(os.environ)))\n');
  await approve('env.py');
  const execution = await run('env.py', { env: { PARAM_A: 'value a' } });
  const environment = JSON.parse((await textOf(execution)).split('\n')[0] ?? '{}');
  delete environment.LC_CTYPE;
  const folder = path.dirname(environment.HOME);
  expect(path.basename(folder)).toMatch(/^run-/);
  expect(environment).toEqual({
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TZ: 'Asia/Hong_Kong',
    HOME: path.join(folder, 'home'),
    TMPDIR: path.join(folder, 'home'),
    JOB_OCCURRENCE_ID: execution.occurrenceId,
    JOB_EXECUTION_ID: execution.documentId,
    JOB_ATTEMPT: '1',
    // Nobody planned one that is started by hand: it is due when it starts.
    JOB_SCHEDULED_FOR: execution.startedAt,
    JOB_RESULT_FILE: path.join(folder, 'result.json'),
    JOB_PROGRESS_FILE: path.join(folder, 'progress.json'),
    JOB_ARTIFACTS_DIR: path.join(folder, 'artifacts'),
    PARAM_A: 'value a',
  });
  expect(existsSync(folder)).toBe(false);
});

it('tells a script which attempt it is, of what, and when that was due', async () => {
  write(
    'attempts.sh',
    'echo "$JOB_ATTEMPT $JOB_EXECUTION_ID $JOB_OCCURRENCE_ID $JOB_SCHEDULED_FOR $HOME"; exit 1\n'
  );
  await approve('attempts.sh');
  const retry = { maxAttempts: 2, strategy: 'fixed', delayMs: 0 };
  const schedules = [{ key: 'often', kind: 'interval', every: '1s' }];
  const fields = { retry, schedules, maxExecutions: 1 };
  const job = await call(
    'superAdmin',
    'POST',
    '/jobs',
    await aJob('Tells its attempts', 'attempts.sh', fields)
  );
  expect([job.status, job.body.error]).toEqual([201, undefined]);
  const { documentId } = job.body.data;
  const read = async () =>
    (await call('superAdmin', 'GET', `/jobs/${documentId}/executions`)).body.data[0];
  const ended = await eventually(read, (execution) => (execution?.finishedAt ?? null) !== null);
  const { occurrenceId, scheduledFor } = ended;
  expect([ended.trigger, scheduledFor]).toEqual(['schedule', expect.stringMatching(/Z$/)]);
  const told = (await textOf(ended)).split('\n').map((line) => line.split(' '));
  expect(told.map((words) => words.slice(0, 4))).toEqual(
    ['1', '2'].map((attempt) => [attempt, ended.documentId, occurrenceId, scheduledFor])
  );
  expect(new Set(told.map(([, , , , home]) => home)).size).toBe(2);
});

it.each(
  ['LD_PRELOAD', 'NODE_OPTIONS', 'BASH_ENV', 'PATH', 'PARAM_a', 'PARAM_', 'PARAM_A\n'].flatMap(
    (name) => [
      ['a variable', name, { env: { [name]: 'x' } }],
      ['a secret variable', name, { secrets: { [name]: 'refused-name' } }],
    ]
  ) as [what: string, name: string, parameters: object][]
)('refuses %s of the name %j', async (_what, name, parameters) => {
  await call('superAdmin', 'POST', '/secrets', { name: 'refused-name', value: 'long-enough' });
  const body = await aJob('Bad variable', 'hello.sh', {}, parameters);
  const answer = await call('superAdmin', 'POST', '/jobs', body);
  expect(answer.status).toBe(400);
  expect(errorPaths(answer)).toContain(`parameters.${Object.keys(parameters)[0]}.${name}`);
  const started = await call('superAdmin', 'POST', `/jobs/${await plainJob()}/run`, { parameters });
  expect([started.status, errorPaths(started)]).toEqual([400, errorPaths(answer)]);
});

it('runs Python, Bash, Node and programs', async () => {
  write('kinds/a.py', 'print("python")\n');
  write('kinds/b.sh', 'echo bash\n');
  write('kinds/c.mjs', 'console.log("node");\n');
  write('kinds/d.bin', '#!/bin/cat\nprogram\n', 0o755);
  for (const [name, text] of [
    ['kinds/a.py', 'python'],
    ['kinds/b.sh', 'bash'],
    ['kinds/c.mjs', 'node'],
    ['kinds/d.bin', 'program'],
  ] as const) {
    await approve(name);
    const execution = await run(name);
    expect([name, execution.status, execution.error]).toEqual([name, 'succeeded', null]);
    expect(await textOf(execution)).toContain(text);
  }
});

it('counts a folder with a manifest as one script', async () => {
  write('tool/job.json', '{ "entry": "src/main.py", "description": "A tool" }');
  write('tool/src/main.py', 'import lib\nprint(lib.word)\n');
  write('tool/src/lib.py', 'word = "from the library"\n');
  await approve('tool');
  expect(await textOf(await run('tool'))).toBe('from the library');
  write('tool/src/lib.py', 'word = "changed"\n');
  expect((await run('tool')).reason).toBe('approval-missing');
});

it('says how a script ended', async () => {
  write('ends.sh', 'echo "$1"; case "$1" in code) exit 75;; signal) kill -SEGV $$;; esac\n');
  await approve('ends.sh');
  expect(await run('ends.sh', { args: ['code'] })).toMatchObject({
    status: 'failed',
    exitCode: 75,
    error: { code: 'EXIT_75' },
  });
  expect(await run('ends.sh', { args: ['signal'] })).toMatchObject({
    status: 'failed',
    exitCode: null,
    error: { code: 'SIGSEGV' },
  });
  expect(await run('ends.sh', { args: ['code'], successExitCodes: [0, 75] })).toMatchObject({
    status: 'succeeded',
    result: { exitCode: 75 },
  });
});

it('tries again on the exit codes that the job names, and on no others', async () => {
  write('again.sh', 'exit "$1"\n');
  await approve('again.sh');
  const retry = { maxAttempts: 2, strategy: 'fixed', delayMs: 0, when: { exitCodes: [75] } };
  expect(await run('again.sh', { args: ['75'] }, { retry })).toMatchObject({ attempt: 2 });
  expect(await run('again.sh', { args: ['1'] }, { retry })).toMatchObject({ attempt: 1 });
});

it('ends everything that a script has started when it is cancelled', async () => {
  const seconds = `${80_000 + (process.pid % 10_000)}`;
  write(
    'long.sh',
    `trap "" TERM; setsid sleep ${seconds} & (sleep ${seconds} &); echo up; while :; do sleep 0.05; done\n`
  );
  await approve('long.sh');
  const job = await call('superAdmin', 'POST', '/jobs', await aJob('Cancelled script', 'long.sh'));
  const started = await call('superAdmin', 'POST', `/jobs/${job.body.data.documentId}/run`);
  const { documentId } = started.body.data;
  await eventually(
    () => textOf({ documentId }),
    (text) => text.includes('up')
  );
  await call('superAdmin', 'POST', `/executions/${documentId}/cancel`);
  const read = async () => (await call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
  const ended = await eventually(read, ({ finishedAt }) => finishedAt !== null);
  expect(ended.status).toBe('cancelled');
  const survivors = async () => {
    const lines = await Promise.all(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
    );
    return lines.filter((line) => line.startsWith('sleep\0') && line.includes(seconds));
  };
  expect(await eventually(survivors, (found) => found.length === 0)).toEqual([]);
});

it('hides secrets in everything that a script says, and gives them only to scripts that they are bound to', async () => {
  const value = 'canary-script-9931';
  write(
    'secret.sh',
    'echo "it is $PARAM_TOKEN"; printf %s "$PARAM_TOKEN" | base64; echo "{\\"t\\": \\"$PARAM_TOKEN\\"}" > "$JOB_RESULT_FILE"; exit "$1"\n'
  );
  await approve('secret.sh');
  await call('superAdmin', 'POST', '/secrets', { name: 'script-token', value });
  const execution = await run('secret.sh', {
    args: ['0'],
    secrets: { PARAM_TOKEN: 'script-token' },
  });
  expect(execution.status).toBe('succeeded');
  expect(JSON.stringify(execution)).toContain('••••••');
  const everything = JSON.stringify(execution) + (await textOf(execution));
  expect(everything).not.toContain('canary');
  expect(everything).not.toContain(Buffer.from(value).toString('base64').slice(4, 16));
  const { documentId } = await scriptOf('hello.sh');
  await call('superAdmin', 'POST', '/secrets', {
    name: 'bound-token',
    value,
    allowedScripts: [documentId],
  });
  expect(
    (await run('secret.sh', { args: ['0'], secrets: { PARAM_TOKEN: 'bound-token' } })).error.code
  ).toBe('SECRET_NOT_ALLOWED');
});

it('gives a bound secret to each of the scripts that it is bound to', async () => {
  const value = 'canary-script-7742';
  write('bound-a.sh', 'printf %s "$PARAM_TOKEN" | sha256sum\n');
  write('bound-b.sh', 'printf %s "$PARAM_TOKEN" | sha256sum -\n');
  write('unbound.sh', 'printf %s "$PARAM_TOKEN" | sha256sum - -\n');
  for (const name of ['bound-a.sh', 'bound-b.sh', 'unbound.sh']) await approve(name);
  const [a, b] = [await scriptOf('bound-a.sh'), await scriptOf('bound-b.sh')];
  const body = { name: 'bound-twice', value, allowedScripts: [a.documentId, b.documentId] };
  expect((await call('superAdmin', 'POST', '/secrets', body)).status).toBe(201);
  const secrets = { PARAM_TOKEN: 'bound-twice' };
  const sum = createHash('sha256').update(value).digest('hex');
  for (const { path: name } of [a, b]) {
    const execution = await run(name, { secrets });
    expect([name, execution.status, await textOf(execution)]).toEqual([
      name,
      'succeeded',
      `${sum}  -`,
    ]);
  }
  const refused = await run('unbound.sh', { secrets });
  expect([refused.error.code, await textOf(refused)]).toEqual(['SECRET_NOT_ALLOWED', '']);
});

it('keeps the beginning and the end of much output, and reads it all', async () => {
  write('much.sh', 'echo first; head -c 30000000 /dev/zero | tr "\\0" x; echo; echo last\n');
  await approve('much.sh');
  const execution = await run('much.sh', { outputCapBytes: 20_000 });
  expect(execution).toMatchObject({
    status: 'succeeded',
    result: { outputBytes: 30_000_000 + 12 },
  });
  const lines = await logOf(execution);
  expect(lines[0]?.text).toBe('first');
  expect(lines.at(-1)?.text).toBe('last');
  expect(lines.some(({ text }) => text.includes('were left out'))).toBe(true);
  expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(20_000 + 200);
});

it('takes output as output, whatever it looks like', async () => {
  write(
    'control.sh',
    'echo \'{"complete":1,"code":0,"update_event":{"enabled":0}}\'; printf "bad \\xff\\xfe utf8 \\0 nul\\n"; exit 9\n'
  );
  await approve('control.sh');
  const execution = await run('control.sh');
  expect(execution).toMatchObject({ status: 'failed', exitCode: 9 });
  expect(await textOf(execution)).toContain('"complete":1');
});

it('never follows a link, and reads nothing but files', async () => {
  const outside = path.join(os.tmpdir(), `outside-${process.pid}.sh`);
  writeFileSync(outside, 'echo outside\n');
  symlinkSync(outside, path.join(directory, 'link.sh'));
  symlinkSync(os.tmpdir(), path.join(directory, 'linked-folder'));
  const { body } = await call('superAdmin', 'GET', '/scripts');
  rmSync(outside);
  expect(body.meta.left).toEqual(
    expect.arrayContaining([
      { path: 'link.sh', reason: 'it is a link' },
      { path: 'linked-folder', reason: 'it is a link' },
    ])
  );
  expect(JSON.stringify(body.data)).not.toContain('link');
});

it('forgets nothing about a script that is gone, and does not run it', async () => {
  write('gone.sh', 'echo here\n');
  await approve('gone.sh');
  const job = await call('superAdmin', 'POST', '/jobs', await aJob('Gone script', 'gone.sh'));
  renameSync(path.join(directory, 'gone.sh'), path.join(directory, 'elsewhere.sh'));
  const { documentId: gone } = await scriptOf('gone.sh');
  const { data } = (await call('viewer', 'GET', `/scripts/${gone}`)).body;
  expect(data).toMatchObject({ status: 'missing', mayDecide: { ok: false, reason: 'missing' } });
  expect(await scriptOf('elsewhere.sh')).toMatchObject({ status: 'new' });
  const started = await call('superAdmin', 'POST', `/jobs/${job.body.data.documentId}/run`);
  const read = async () =>
    (await call('superAdmin', 'GET', `/executions/${started.body.data.documentId}`)).body.data;
  const ended = await eventually(read, ({ finishedAt }) => finishedAt !== null);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'SCRIPT_MISSING' } });
});
