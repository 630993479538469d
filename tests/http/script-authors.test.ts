import { chmodSync } from 'node:fs';

import { eventually } from '../support/eventually';
import { createScriptWorld } from '../support/script-world';
import type { ListedScript, ScriptWorld } from '../support/script-world';
import { serviceOf } from '../support/world';
import type { Actor } from '../support/world';

let world: ScriptWorld;
let own: ListedScript;

beforeAll(async () => {
  world = await createScriptWorld();
  const grant = (role: number, rights: string[]) =>
    serviceOf(world.site, 'admin::role').assignPermissions(
      role,
      rights.map((right) => ({ action: `plugin::job-scheduler.${right}` }))
    );
  await grant(world.roles.editor, [
    'jobs-read',
    'jobs-create',
    'jobs-update',
    'jobs-delete',
    'jobs-run',
    'executions-read',
    'scripts-read',
    'scripts-use',
    'scripts-approve',
  ]);
  await grant(world.roles.nobody, ['scripts-use']);
  own = await world.approved('own.sh', 'exit 1\n');
}, 120_000);
afterAll(() => world?.stop());

let made = 0;
const newScript = (text = 'echo hello\n'): Promise<ListedScript> => {
  const name = `authored-${(made += 1)}.sh`;
  world.write(name, text);
  return world.scriptOf(name);
};
const approve = (actor: Actor, { documentId, digest }: ListedScript) =>
  world.call(actor, 'POST', `/scripts/${documentId}/approve`, { digest });
const OWN_CONSENT = {
  approve: [403, 'self-approval'],
  mayDecide: { ok: false, reason: 'self-approval' },
};
/** What an approval is answered with, and what the page says before. */
const consentOf = async (actor: Actor, script: ListedScript) => {
  const { status, body } = await approve(actor, script);
  const { data } = (await world.call(actor, 'GET', `/scripts/${script.documentId}`)).body;
  return { approve: [status, body.error?.details.reason], mayDecide: data.mayDecide };
};
const done = async (
  actor: Actor,
  method: 'POST' | 'DELETE',
  route: string,
  body?: object
): Promise<void> => {
  const answer = await world.call(actor, method, route, body);
  expect([answer.body.error, Math.floor(answer.status / 100)]).toEqual([undefined, 2]);
};
/** Changes fields of a job as it is. */
const put = async (actor: Actor, job: string, fields: object): Promise<void> => {
  const { data } = (await world.call(actor, 'GET', `/jobs/${job}`)).body;
  const { name, template, parameters, revision } = data;
  const body = { name, template, parameters, retry: { maxAttempts: 1 }, revision, ...fields };
  const answer = await world.call(actor, 'PUT', `/jobs/${job}`, body);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
};
const ended = (execution: string) =>
  eventually(
    async () => (await world.call('superAdmin', 'GET', `/executions/${execution}`)).body.data,
    ({ finishedAt }) => finishedAt !== null
  );
const runs = async (actor: Actor, route: string, body: object = {}) => {
  const started = await world.call(actor, 'POST', route, body);
  expect([started.body.error, Math.floor(started.status / 100)]).toEqual([undefined, 2]);
  return ended(started.body.data.documentId);
};

describe('who may not approve a script', () => {
  it.each<[string, (job: string) => Promise<unknown>]>([
    ['switched off', (job) => done('superAdmin', 'POST', `/jobs/${job}/disable`)],
    [
      'switched off with others',
      (job) => done('superAdmin', 'POST', '/jobs/bulk', { action: 'disable', ids: [job] }),
    ],
    ['paused', (job) => done('superAdmin', 'POST', `/jobs/${job}/pause`, { note: 'why' })],
    ['described', (job) => put('superAdmin', job, { description: 'Other words' })],
    ['rid of the script', (job) => put('editor', job, { parameters: { script: own.documentId } })],
    ['deleted', (job) => done('editor', 'DELETE', `/jobs/${job}`)],
  ])('is who wrote it into a job, also once that is %s', async (_name, change) => {
    const script = await newScript();
    const job = await world.create(world.aJob(own), 'owner');
    await put('editor', job, { parameters: { script: script.documentId } });
    await change(job);
    expect(await consentOf('editor', script)).toEqual(OWN_CONSENT);
    expect((await approve('owner', script)).status).toBe(200);
  });

  it('is not who only switches or pauses a job with it, but who saves it', async () => {
    const script = await newScript();
    const job = await world.create(world.aJob(script), 'owner');
    await done('editor', 'POST', `/jobs/${job}/disable`);
    await done('editor', 'POST', `/jobs/${job}/enable`);
    await done('editor', 'POST', `/jobs/${job}/pause`, { note: 'why' });
    await done('editor', 'POST', `/jobs/${job}/resume`);
    expect((await approve('editor', script)).status).toBe(200);
    await put('editor', job, { description: 'The same script' });
    expect(await consentOf('editor', script)).toEqual(OWN_CONSENT);
  });

  it('is who makes a copy of a job with it, and the person of an admin token', async () => {
    const script = await newScript();
    const job = await world.create(world.aJob(script), 'owner');
    await done('editor', 'POST', `/jobs/${job}/clone`, {});
    expect(await consentOf('editor', script)).toEqual(OWN_CONSENT);
    const other = await newScript();
    await done('adminToken', 'POST', `/jobs/${job}/clone`, {});
    await put('adminToken', job, { parameters: { script: other.documentId } });
    expect(await consentOf('superAdmin', script)).toEqual(OWN_CONSENT);
    expect(await consentOf('superAdmin', other)).toEqual(OWN_CONSENT);
  });

  it('is who names it for a schedule or for a hook', async () => {
    const [scheduled, hooked] = [await newScript(), await newScript()];
    const job = await world.create(world.aJob(own), 'owner');
    await put('editor', job, {
      enabled: false,
      schedules: [
        { key: 'a', kind: 'daily', time: '09:00', parameters: { script: scheduled.documentId } },
      ],
      hooks: { before: [{ script: hooked.documentId }] },
    });
    await put('owner', job, { parameters: { script: own.documentId } });
    expect(await consentOf('editor', scheduled)).toEqual(OWN_CONSENT);
    expect(await consentOf('editor', hooked)).toEqual(OWN_CONSENT);
  });

  it('is who starts a job with it in the place of the job’s own, and who replays that', async () => {
    const script = await newScript();
    const job = await world.create(world.aJob(own), 'owner');
    const parameters = { script: script.documentId };
    const skipped = await runs('editor', `/jobs/${job}/run`, { parameters });
    expect(skipped.reason).toBe('approval-missing');
    expect(await consentOf('editor', script)).toEqual(OWN_CONSENT);
    await runs('otherOwner', `/executions/${skipped.documentId}/replay`);
    expect(await consentOf('otherOwner', script)).toEqual(OWN_CONSENT);
    await runs('superAdmin', `/jobs/${job}/run`);
    expect((await approve('superAdmin', script)).status).toBe(200);
  });

  it('is who tries an execution with it again, other than the job’s own', async () => {
    const script = await newScript('exit 1\n');
    expect((await approve('viewer', script)).status).toBe(200);
    const job = await world.create(world.aJob(own), 'owner');
    const parameters = { script: script.documentId };
    const failed = await runs('editor', `/jobs/${job}/run`, { parameters });
    await runs('otherOwner', `/executions/${failed.documentId}/retry`);
    expect(await consentOf('otherOwner', script)).toEqual(OWN_CONSENT);
    const plain = await runs('editor', `/jobs/${job}/run`);
    await runs('superAdmin', `/executions/${plain.documentId}/retry`);
    expect((await approve('superAdmin', script)).status).toBe(200);
  });
});

it('starts nothing with a script or secret that is not there, and says which', async () => {
  const job = await world.create(world.aJob(own));
  const run = async (parameters: object, dryRun = false) =>
    (await world.call('superAdmin', 'POST', `/jobs/${job}/run`, { parameters, dryRun })).body.error;
  expect(await run({ script: 'x' })).toMatchObject({
    status: 400,
    details: { errors: [{ path: ['parameters', 'script'], value: 'x' }] },
  });
  expect(await run({ secrets: { PARAM_S: 'nosuch' } })).toMatchObject({
    status: 400,
    details: { errors: [{ path: ['parameters', 'secrets', 'PARAM_S'], value: 'nosuch' }] },
  });
  const { meta } = (await world.call('superAdmin', 'GET', `/jobs/${job}/executions`)).body;
  expect(meta.pagination.total).toBe(0);
});

it('lets a token repeat only what it could start: the job with its own input', async () => {
  const job = await world.create(world.aJob(own));
  const other = await runs('superAdmin', `/jobs/${job}/run`, { parameters: { args: ['x'] } });
  const same = await runs('superAdmin', `/jobs/${job}/run`);
  const asToken = async (execution: { documentId: string }, verb: 'replay' | 'retry') =>
    (
      await world.call(
        'fullToken',
        'POST',
        `/api/job-scheduler/executions/${execution.documentId}/${verb}`
      )
    ).status;
  expect([await asToken(other, 'replay'), await asToken(other, 'retry')]).toEqual([403, 403]);
  expect(Math.floor((await asToken(same, 'retry')) / 100)).toBe(2);
  await ended(same.documentId);
  expect(Math.floor((await asToken(same, 'replay')) / 100)).toBe(2);
});

it('lets a token repeat what a job ran only as long as its hooks are the same', async () => {
  const hook = await world.approved('hook.sh', 'exit 0\n');
  const fields = { template: 'self-test', parameters: { logLines: 1 } };
  const hooks = { before: [{ script: hook.documentId }], after: [] };
  const job = await world.create(world.aJob(own, {}, { ...fields, hooks }));
  const execution = await runs('superAdmin', `/jobs/${job}/run`);
  const replay = () =>
    world.call('fullToken', 'POST', `/api/job-scheduler/executions/${execution.documentId}/replay`);
  expect(Math.floor((await replay()).status / 100)).toBe(2);
  await put('superAdmin', job, { hooks: { before: [], after: [] } });
  expect((await replay()).status).toBe(403);
});

it('takes no decision about scripts of a directory that is not to be trusted', async () => {
  const script = await newScript();
  chmodSync(world.directory, 0o777);
  const answer = await approve('viewer', script);
  const { body } = await world.call('viewer', 'GET', `/scripts/${script.documentId}`);
  chmodSync(world.directory, 0o755);
  expect(answer.status).toBe(503);
  expect(body.meta.state).toBe('refused');
  expect(body.data.mayDecide).toEqual({ ok: false, reason: 'refused' });
  expect((await world.scriptOf(script.path)).status).toBe('new');
  expect((await approve('viewer', script)).status).toBe(200);
});

it('shows who may only use scripts no more than it takes to choose one', async () => {
  world.write('left.exe', 'x');
  const { documentId, path } = await newScript();
  const { body } = await world.call('nobody', 'GET', '/scripts');
  expect(body.meta).toEqual({ state: 'ready' });
  expect(body.data).toContainEqual({ documentId, path, type: 'bash', status: 'new' });
  expect(new Set(body.data.flatMap(Object.keys))).toEqual(
    new Set(['documentId', 'path', 'type', 'status'])
  );
  const full = (await world.call('viewer', 'GET', '/scripts')).body;
  expect(full.meta).toMatchObject({ directory: world.directory, requireApproval: true });
});
