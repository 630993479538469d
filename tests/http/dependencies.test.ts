import { eventually } from '../support/eventually';
import { aJobBody, errorPaths, writable } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { Actor, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.stop());

interface Job extends Record<string, unknown> {
  documentId: string;
  revision: number;
}
const UNKNOWN = 'a'.repeat(24);

const create = async (
  name: string,
  on: Job[] = [],
  given: Record<string, unknown> = {},
  actor: Actor = 'superAdmin'
): Promise<Job> => {
  const jobs = on.map(({ documentId }) => documentId);
  const body = aJobBody({ name, ...given, dependencies: { mode: 'all_success', jobs } });
  const answer = await world.call(actor, 'POST', '/jobs', body);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data;
};
const read = async (job: Job, actor: Actor = 'superAdmin') =>
  (await world.call(actor, 'GET', `/jobs/${job.documentId}`)).body;
const depend = async (job: Job, on: Job[], actor: Actor = 'superAdmin', mode = 'all_success') => {
  const { data } = await read(job, actor);
  const jobs = on.map(({ documentId }) => documentId);
  const body = { ...writable(data), revision: data.revision, dependencies: { mode, jobs } };
  return world.call(actor, 'PUT', `/jobs/${job.documentId}`, body);
};
/** Puts copies into its table, each dependent on the one before, until the chain has so many jobs; answers the last. */
const extend = async (first: Job, length: number): Promise<Job> => {
  const { connection } = world.site.strapi.db;
  const { id: _own, ...row } = await connection('job_scheduler_jobs')
    .where({ document_id: first.documentId })
    .first();
  const definition =
    typeof row.definition === 'string' ? JSON.parse(row.definition) : row.definition;
  const ids = [first.documentId];
  for (let at = 1; at < length; at += 1) ids.push(`link${String(at).padStart(20, '0')}`);
  const copies = ids.slice(1).map((documentId, at) => {
    const name = `Link ${at + 2}`;
    const dependencies = { mode: 'all_success', jobs: [ids[at]] };
    const text = JSON.stringify({ ...definition, name, dependencies });
    return { ...row, document_id: documentId, name, definition: text, tags: '[]' };
  });
  await connection.batchInsert('job_scheduler_jobs', copies, 20);
  const rows: { id: number; document_id: string }[] = await connection('job_scheduler_jobs')
    .whereIn('document_id', ids.slice(1))
    .select('id', 'document_id');
  const links = rows.map(({ id, document_id }) => {
    const target = String(ids[ids.indexOf(document_id) - 1]);
    return { job_id: id, kind: 'dependency', target };
  });
  await connection.batchInsert('job_scheduler_links', links, 20);
  return { documentId: ids.at(-1) ?? '', revision: 1 };
};
const run = async (job: Job): Promise<string> =>
  (await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {})).body.data.documentId;
const executionsOf = async (job: Job) =>
  (await world.call('superAdmin', 'GET', `/jobs/${job.documentId}/executions`)).body.data;
const messages = (answer: { body: { error: { details: { errors: { message: string }[] } } } }) =>
  answer.body.error.details.errors.map(({ message }) => message);

describe('what a job may depend on', () => {
  it('a circle is refused at any depth, with its path', async () => {
    const nightly = await create('Nightly');
    const report = await create('Report', [nightly]);
    const mail = await create('Mail', [report]);
    const answer = await depend(nightly, [mail]);
    expect(answer.status).toBe(400);
    expect(errorPaths(answer)).toEqual(['dependencies.jobs.0']);
    expect(messages(answer)).toEqual(['would make a circle: Nightly → Report → Mail → Nightly']);
    // A shorter way round is a circle too; the way that is there already stays.
    expect((await depend(mail, [report, nightly])).status).toBe(200);
    expect(messages(await depend(nightly, [report]))).toEqual([
      'would make a circle: Nightly → Report → Nightly',
    ]);
  });

  it('a circle of two hundred jobs is refused, with all of its path', async () => {
    const first = await create('Link 1');
    const last = await extend(first, 200);
    const answer = await depend(first, [last]);
    expect(answer.status).toBe(400);
    const path = Array.from({ length: 200 }, (_, at) => `Link ${at + 1}`);
    expect(messages(answer)).toEqual([`would make a circle: ${[...path, 'Link 1'].join(' → ')}`]);
    expect((await read(first)).data.dependencies.jobs).toEqual([]);
  });

  it('not itself, and nothing that is not there', async () => {
    const job = await create('Alone');
    const itself = await depend(job, [job]);
    expect([itself.status, errorPaths(itself)]).toEqual([400, ['dependencies.jobs.0']]);
    expect(messages(itself)).toEqual(['is the job itself']);
    const unknown = await depend(job, [{ documentId: UNKNOWN, revision: 1 }]);
    expect([unknown.status, messages(unknown)]).toEqual([400, ['is not a job that you may read']]);
  });

  it('a job that the caller may not read looks like none, and keeps its name in a circle', async () => {
    const secret = await create('Secret');
    const own = await create('Own', [], {}, 'owner');
    const answers = [
      await depend(own, [secret], 'owner'),
      await depend(own, [{ documentId: UNKNOWN, revision: 1 }], 'owner'),
    ];
    expect(answers.map((answer) => [answer.status, messages(answer)])).toEqual([
      [400, ['is not a job that you may read']],
      [400, ['is not a job that you may read']],
    ]);

    // An admin put a job of theirs between two of the owner's.
    const last = await create('Last', [], {}, 'owner');
    expect((await depend(secret, [own])).status).toBe(200);
    expect((await depend(last, [secret])).status).toBe(200);
    const circle = await depend(own, [last], 'owner');
    expect(messages(circle)).toEqual([
      'would make a circle: Own → a job that you may not read → Last → Own',
    ]);
    // What is there already may stay, and its name is not told.
    const { data, meta } = await read(last, 'owner');
    expect(meta.upstreams).toEqual([]);
    const kept = await world.call('owner', 'PUT', `/jobs/${last.documentId}`, {
      ...writable(data),
      revision: data.revision,
      description: 'Changed',
    });
    expect(kept.status).toBe(200);
    expect((await read(own, 'owner')).meta.dependents).toEqual([]);
    expect((await read(own)).meta.dependents).toEqual([
      { documentId: secret.documentId, name: 'Secret' },
    ]);
  });

  it('two edits at once that would make a circle together: one of them fails', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await create(`One ${round}`);
      const other = await create(`Other ${round}`);
      const answers = await Promise.all([depend(one, [other]), depend(other, [one])]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]));
    }
  });

  it('a copy depends on the same jobs', async () => {
    const first = await create('First');
    const second = await create('Second', [first]);
    const path = `/jobs/${second.documentId}/clone`;
    const { data, meta } = (await world.call('superAdmin', 'POST', path, {})).body;
    expect(data.dependencies).toEqual({ mode: 'all_success', jobs: [first.documentId] });
    expect(meta.upstreams).toEqual([{ documentId: first.documentId, name: 'First' }]);
    expect((await read(first)).meta.dependents.map(({ name }: { name: string }) => name)).toEqual([
      'Second',
      'Second (2)',
    ]);
  });
});

it('a job on which others depend is not deleted; they are named as far as the caller may read', async () => {
  const base = await create('Base');
  const above = await create('Above', [base]);
  const remove = (job: Job) => world.call('superAdmin', 'DELETE', `/jobs/${job.documentId}`);
  const refused = await remove(base);
  expect(refused.status).toBe(409);
  expect(refused.body.error).toMatchObject({
    message: 'Other jobs depend on it: “Above”',
    details: { dependents: [{ documentId: above.documentId, name: 'Above' }] },
  });
  expect((await remove(above)).status).toBe(204);
  expect((await remove(base)).status).toBe(204);
});

describe('the graph', () => {
  it('names the jobs, what they last came to and who waits for whom', async () => {
    const source = await create('Source');
    const sink = await create('Sink', [source]);
    await run(source);
    await eventually(
      () => executionsOf(sink),
      ([execution]) => execution?.status === 'succeeded'
    );
    const { data, meta } = (await world.call('superAdmin', 'GET', '/graph')).body;
    expect(meta).toEqual({ isComplete: true });
    expect(data.edges).toContainEqual({ from: source.documentId, to: sink.documentId });
    const node = (job: Job) =>
      data.jobs.find(({ documentId }: Job) => documentId === job.documentId);
    expect(node(source)).toEqual({
      documentId: source.documentId,
      name: 'Source',
      status: 'active',
      lastStatus: 'succeeded',
      nextRunAt: null,
      mode: null,
    });
    expect(node(sink)).toMatchObject({ name: 'Sink', mode: 'all_success' });
  });

  it('leaves out what the caller may not read, with its edges', async () => {
    const mine = await create('Mine', [], {}, 'owner');
    const mineToo = await create('Mine too', [mine], {}, 'owner');
    const theirs = await create('Theirs', [mine]);
    const { data } = (await world.call('owner', 'GET', '/graph')).body;
    const ids = data.jobs.map(({ documentId }: Job) => documentId);
    expect(data.edges).toContainEqual({ from: mine.documentId, to: mineToo.documentId });
    expect(ids).not.toContain(theirs.documentId);
    expect((await world.call('otherOwner', 'GET', '/graph')).body.data).toEqual({
      jobs: [],
      edges: [],
    });
    expect((await world.call('superAdmin', 'GET', '/graph?x=1')).status).toBe(400);
    const byToken = await world.call('readOnlyToken', 'GET', '/api/job-scheduler/graph');
    expect(byToken.body.data.edges).toContainEqual({
      from: mine.documentId,
      to: theirs.documentId,
    });
  });
});

it('an execution tells what it waited for, as far as the caller may read that', async () => {
  const first = await create('Upstream');
  const then = await create('Downstream', [first], {}, 'superAdmin');
  const upstream = await run(first);
  const [execution] = await eventually(
    () => executionsOf(then),
    ([one]) => one?.status === 'succeeded'
  );
  expect(execution).toMatchObject({ trigger: 'dependency', scheduledFor: null, startedBy: null });
  const { meta } = (await world.call('viewer', 'GET', `/executions/${execution.documentId}`)).body;
  expect(meta.upstreams).toEqual([
    {
      job: { documentId: first.documentId, name: 'Upstream' },
      execution: { documentId: upstream, status: 'succeeded' },
    },
  ]);
});

it('an edit lets go what waited only for a job that it no longer depends on', async () => {
  const [done, never] = [await create('Done'), await create('Never')];
  const both = await create('Both', [done, never]);
  await run(done);
  await eventually(
    () => executionsOf(both),
    ([one]) => one?.status === 'waiting'
  );
  const [waiting] = await executionsOf(both);
  const shown = (await world.call('superAdmin', 'GET', `/executions/${waiting.documentId}`)).body;
  expect(shown.meta).toMatchObject({
    waitsFor: 'dependency',
    upstreams: [{ execution: { status: 'succeeded' } }, { execution: null }],
  });
  expect((await depend(both, [done])).status).toBe(200);
  const [released] = await eventually(
    () => executionsOf(both),
    ([one]) => one?.status === 'succeeded'
  );
  expect(released.documentId).toBe(waiting.documentId);
});

it('a waiting execution can be cancelled', async () => {
  const [done, never] = [await create('Done 2'), await create('Never 2')];
  const both = await create('Both 2', [done, never]);
  await run(done);
  const [waiting] = await eventually(
    () => executionsOf(both),
    ([one]) => one?.status === 'waiting'
  );
  const answer = await world.call('superAdmin', 'POST', `/executions/${waiting.documentId}/cancel`);
  expect([answer.status, answer.body.data.status]).toEqual([200, 'cancelled']);
});
