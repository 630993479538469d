import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { eventually } from '../support/eventually';
import { createScriptWorld } from '../support/script-world';
import type { Ended, ListedScript, ScriptWorld } from '../support/script-world';

let world: ScriptWorld;
/** A script that nobody has approved, and one that runs until its file is there. */
let unread: ListedScript;
let holds: ListedScript;

beforeAll(async () => {
  world = await createScriptWorld();
  world.write('unread.sh', 'echo unread\n');
  unread = await world.scriptOf('unread.sh');
  holds = await world.approved('holds.sh', 'until [ -e "$1" ]; do sleep 0.05; done\n');
}, 120_000);
afterAll(() => world?.stop());

interface Execution extends Ended {
  startedAt: string | null;
  finishedAt: string | null;
  trigger: string;
}

const SKIPPED = {
  status: 'skipped',
  reason: 'approval-missing',
  attempt: 0,
  attempts: [],
  startedAt: null,
  finishedAt: expect.any(String),
};

const fileOf = (name: string): string => path.join(world.directory, `.${name}`);
const startOf = async (route: string, body: object = {}): Promise<Execution> => {
  const { status, body: answer } = await world.call('superAdmin', 'POST', route, body);
  expect([status, answer.error]).toEqual([202, undefined]);
  return answer.data;
};
const run = (job: string, body: object = {}) => startOf(`/jobs/${job}/run`, body);
const read = async (id: string): Promise<Execution> =>
  (await world.call('superAdmin', 'GET', `/executions/${id}`)).body.data;
const endOf = (id: string) =>
  eventually(
    () => read(id),
    ({ finishedAt }) => finishedAt !== null
  );
/** The only execution of a job that somebody else starts. */
const onlyOf = async (job: string): Promise<Execution> => {
  const [only] = await eventually(
    async () =>
      (await world.call('superAdmin', 'GET', `/jobs/${job}/executions`)).body.data as Execution[],
    ({ length }) => length > 0
  );
  return only!;
};

/** Fills a limit of one with a script that runs until `release`. */
const fill = async (key: string) => {
  const concurrency = { limit: 1, key };
  const file = fileOf(key);
  const job = await world.create(world.aJob(holds, { args: [file] }, { concurrency }));
  const { documentId } = await run(job);
  await eventually(
    () => read(documentId),
    ({ status }) => status === 'running'
  );
  return {
    concurrency,
    isRunning: async () => (await read(documentId)).status === 'running',
    release: () => writeFileSync(file, ''),
  };
};

it('skips at once what nobody approved, by hand and by schedule, although its limit is full', async () => {
  const { concurrency, isRunning, release } = await fill('full');
  const byHand = await world.create(world.aJob(unread, {}, { concurrency }));
  expect(await run(byHand)).toMatchObject({ ...SKIPPED, trigger: 'manual' });

  const schedules = [{ key: 'often', kind: 'interval', every: '1s' }];
  const bySchedule = await world.create(world.aJob(unread, {}, { concurrency, schedules }));
  expect(await onlyOf(bySchedule)).toMatchObject({ ...SKIPPED, trigger: 'schedule' });
  await world.call('superAdmin', 'POST', `/jobs/${bySchedule}/disable`);
  expect(await isRunning()).toBe(true);
  release();
});

it('goes by the script of the schedule or of the start, not by that of the job', async () => {
  const quick = await world.approved('quick.sh', 'echo quick\n');
  const own = { parameters: { script: unread.documentId } };
  const schedules = [{ key: 'often', kind: 'interval', every: '1s', ...own }];
  const job = await world.create(world.aJob(quick, {}, { schedules, overlap: 'allow' }));
  expect(await onlyOf(job)).toMatchObject(SKIPPED);
  await world.call('superAdmin', 'POST', `/jobs/${job}/disable`);
  expect(await run(job, own)).toMatchObject(SKIPPED);
  expect(await world.start(job)).toMatchObject({ status: 'succeeded' });
});

it('skips in the claim, without an attempt, what lost its approval in the queue', async () => {
  const { concurrency, release } = await fill('revoked');
  const witness = fileOf('it-ran');
  const script = await world.approved('revoked.sh', 'touch "$1"\n');
  const job = await world.create(world.aJob(script, { args: [witness] }, { concurrency }));
  const { documentId, status } = await run(job);
  expect(status).toBe('queued');
  const { documentId: id, digest } = script;
  const rejected = await world.call('viewer', 'POST', `/scripts/${id}/reject`, { digest });
  expect(rejected.status).toBe(200);
  expect(await read(documentId)).toMatchObject({ status: 'queued' });
  release();
  expect(await endOf(documentId)).toMatchObject(SKIPPED);
  expect(existsSync(witness)).toBe(false);
});

it('skips what a dependency starts, and tells it on', async () => {
  const upstream = await world.create({
    name: 'Upstream of the unread',
    template: 'self-test',
    parameters: {},
  });
  const on = (job: string) => ({ dependencies: { mode: 'all_success', jobs: [job] } });
  const dependent = await world.create(world.aJob(unread, {}, on(upstream)));
  const last = await world.create({
    name: 'Behind the unread',
    template: 'self-test',
    parameters: {},
    ...on(dependent),
  });
  await world.start(upstream);
  expect(await onlyOf(dependent)).toMatchObject({ ...SKIPPED, trigger: 'dependency' });
  expect(await onlyOf(last)).toMatchObject({ status: 'skipped', reason: 'dependency-failed' });
});

it('skips replays, and starts of many at once', async () => {
  const script = await world.approved('again.sh', 'echo again\n');
  const job = await world.create(world.aJob(script));
  const { documentId } = await world.start(job);
  world.write('again.sh', 'echo other bytes\n');
  await world.scriptOf('again.sh');
  expect(await startOf(`/executions/${documentId}/replay`)).toMatchObject({
    ...SKIPPED,
    trigger: 'replay',
  });
  const many = await world.create(world.aJob(unread));
  const bulk = { action: 'run', ids: [many] };
  expect((await world.call('superAdmin', 'POST', '/jobs/bulk', bulk)).status).toBe(200);
  expect(await onlyOf(many)).toMatchObject(SKIPPED);
});

it('skips another attempt by hand at once, although its limit is full', async () => {
  const script = await world.approved('fails.sh', 'exit 1\n');
  const concurrency = { limit: 1, key: 'retried' };
  const job = await world.create(world.aJob(script, {}, { concurrency }));
  const { documentId } = await world.start(job);
  const { isRunning, release } = await fill('retried');
  const { documentId: id, digest } = script;
  await world.call('viewer', 'POST', `/scripts/${id}/reject`, { digest });
  expect(await startOf(`/executions/${documentId}/retry`)).toMatchObject({
    status: 'skipped',
    reason: 'approval-missing',
    attempts: [{ attempt: 1, status: 'failed' }],
    finishedAt: expect.any(String),
  });
  expect(await isRunning()).toBe(true);
  release();
});
