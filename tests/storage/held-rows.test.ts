import type { Knex } from 'knex';

import { enqueueDue } from '../../server/src/engine/enqueue-due';
import { triggerDependents } from '../../server/src/engine/trigger-dependents';
import type { EngineStore } from '../../server/src/engine/ports';
import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import {
  aDefinition,
  admit,
  anAdvance,
  anEnd,
  anExecution,
  aPlan,
  aCron,
  aSuccess,
} from '../support/factories';
import { createSchema, type SchemaDatabase } from '../support/schema';
import { databaseBench, START, type AddedJob, type Bench } from '../support/store-bench';
import { openEngineNode } from '../torture/node/engine-node';

/** Where the server can skip rows: SQLite has one writer, who is never cut off from it. */
const servers = DATABASES.filter((name) => name !== 'sqlite').filter(isAvailable);

const suite = (name: DatabaseName): void => {
  let database: SchemaDatabase;
  let bench: Bench;
  let store: EngineStore;
  /** A transaction of somebody who is cut off or stands still: it neither goes on nor ends. */
  let gone: Knex.Transaction;
  beforeAll(async () => {
    database = await createSchema(name);
  }, 120_000);
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await databaseBench(database);
    store = bench.store;
    // As the store's own: between rows nothing is locked.
    gone = await database.knex.transaction({ isolationLevel: 'read committed' });
  });
  afterEach(async () => {
    if (!gone.isCompleted()) await gone.rollback();
  });

  const hold = (table: string, where: Record<string, unknown>) =>
    gone(`job_scheduler_${table}`).where(where).forUpdate().select('id');
  const concurrency = { limit: 1, key: 'crm' };
  const limit = { key: 'key:crm', count: 1 };

  const aStep = (job: AddedJob, given: Parameters<typeof anExecution>[0] = {}) =>
    anAdvance({
      job: { ...job, revision: 1, overlap: 'allow' },
      fromNextAt: START,
      nextAt: null,
      cursorAt: START,
      executions: [
        anExecution({ slotAt: START, readyAt: START, plan: aPlan({ overlap: 'allow' }), ...given }),
      ],
    });
  const aDueJob = () => bench.addJob({ nextAt: START });
  const recordsOf = async (job: AddedJob) => (await bench.executionsOf(job.id)).length;

  it('a job that somebody holds keeps what it owes, and no other job waits for it', async () => {
    const [held, free] = [await aDueJob(), await aDueJob()];
    await hold('jobs', { id: held.id });
    const enqueued = await store.enqueueDue([aStep(held), aStep(free)], admit);
    expect(enqueued).toMatchObject({ advanced: 1, inserted: 1, busy: [held.id] });
    expect([await recordsOf(held), await recordsOf(free)]).toEqual([0, 1]);

    await gone.rollback();
    await store.enqueueDue([aStep(held)], admit);
    expect(await recordsOf(held)).toBe(1);
  });

  it('a limit that somebody holds keeps up the jobs that share it and no others', async () => {
    const first = await bench.addJob({ nextAt: START, definition: { concurrency } });
    await store.enqueueDue([aStep(first, { limit })], admit);
    const [limited, free] = [await aDueJob(), await aDueJob()];
    await hold('locks', { name: 'limit:key:crm' });
    const enqueued = await store.enqueueDue([aStep(limited, { limit }), aStep(free)], admit);
    expect(enqueued).toMatchObject({ advanced: 1, busy: [limited.id] });
  });

  it('a claim that was cut off keeps no job from what it owes', async () => {
    const job = await aDueJob();
    await store.enqueueDue([aStep(job)], admit);
    await hold('executions', { job_id: job.id });
    await database
      .knex('job_scheduler_jobs')
      .where({ id: job.id })
      .update({ next_at: START + 1 });
    const next = { ...aStep(job, { slotAt: START + 1 }), fromNextAt: START + 1 };
    expect(await store.enqueueDue([next], admit)).toMatchObject({ advanced: 1, inserted: 1 });
  });

  /** Running executions of these jobs, and their ends. */
  const endsOf = async (steps: ReturnType<typeof aStep>[]) => {
    await store.enqueueDue(steps, admit);
    const request = { node: 'a', token: 'token', limit: 10, total: null };
    const { executions } = await store.claim({ ...request, leaseMs: 60_000, aheadMs: 0 });
    return steps.map(({ job }) => {
      const claimed = executions.find((execution) => execution.job.id === job.id);
      return anEnd(claimed!, aSuccess(START));
    });
  };
  const statusOf = async (job: AddedJob) => (await bench.executionsOf(job.id))[0]?.status;

  it('the end of a job that somebody holds waits, and no other end waits for it', async () => {
    const [held, free] = [await aDueJob(), await aDueJob()];
    const ends = await endsOf([aStep(held), aStep(free)]);
    await hold('jobs', { id: held.id });
    expect(await store.record(ends)).toMatchObject({ stale: [], busy: [ends[0]!.ref] });
    expect([await statusOf(held), await statusOf(free)]).toEqual(['running', 'succeeded']);

    await gone.rollback();
    expect(await store.record(ends.slice(0, 1))).toMatchObject({ stale: [], busy: [] });
    expect(await statusOf(held)).toBe('succeeded');
  });

  it('an end waits for a limit that somebody holds, and the others do not', async () => {
    const [limited, free] = [await aDueJob(), await aDueJob()];
    const ends = await endsOf([aStep(limited, { limit }), aStep(free)]);
    await hold('locks', { name: 'limit:key:crm' });
    expect(await store.record(ends)).toMatchObject({ stale: [], busy: [ends[0]!.ref] });
    expect([await statusOf(limited), await statusOf(free)]).toEqual(['running', 'succeeded']);
  });

  it('an end waits for a limit that somebody holds and that the next of its job needs', async () => {
    const job = await aDueJob();
    const [end] = await endsOf([aStep(job)]);
    const next = anExecution({ readyAt: START, limit, plan: aPlan({ overlap: 'queue-all' }) });
    await bench.start(job, next);
    await hold('locks', { name: 'limit:key:crm' });
    expect(await store.record([end!])).toMatchObject({ stale: [], busy: [end!.ref] });

    await gone.rollback();
    expect(await store.record([end!])).toMatchObject({ stale: [], busy: [] });
    const facts = (await bench.executionsOf(job.id)).find(({ status }) => status === 'queued');
    expect(facts?.claimable).toBe(1);
  });

  it('what waited for its time gets it, but for jobs that somebody holds', async () => {
    const [held, free] = [await aDueJob(), await aDueJob()];
    const later = { readyAt: START + 5_000 };
    await store.enqueueDue([aStep(held, later), aStep(free, later)], admit);
    bench.clock.now = START + 5_000;
    await hold('jobs', { id: held.id });
    expect(await store.ripen({ aheadMs: 0 })).toBe(1);
    const claimable = async (job: AddedJob) => (await bench.executionsOf(job.id))[0]?.claimable;
    expect([await claimable(held), await claimable(free)]).toEqual([2, 1]);

    await gone.rollback();
    expect(await store.ripen({ aheadMs: 0 })).toBe(1);
  });

  it('jobs are told of their upstream jobs, but for those that somebody holds', async () => {
    const [upstream, other] = [await aDueJob(), await aDueJob()];
    const dependsOn = (job: AddedJob) => ({
      definition: { dependencies: { mode: 'all_success' as const, jobs: [job.documentId] } },
    });
    const [held, free] = [
      await bench.addJob(dependsOn(upstream)),
      await bench.addJob(dependsOn(other)),
    ];
    const { knex } = database;
    await knex('job_scheduler_upstream_ends').del();
    await knex('job_scheduler_links').insert([
      { job_id: held.id, kind: 'dependency', target: upstream.documentId },
      { job_id: free.id, kind: 'dependency', target: other.documentId },
    ]);
    await knex('job_scheduler_upstream_ends').insert(
      [upstream, other].map(({ documentId }) => ({
        job_document_id: documentId,
        execution_document_id: `of-${documentId}`,
        status: 'succeeded',
        at: START,
      }))
    );
    await hold('jobs', { id: held.id });
    const told: string[] = [];
    const answer: Parameters<EngineStore['consumeUpstreamEnds']>[0]['answer'] = (job) => {
      told.push(job.documentId);
      return { tokens: [], letGo: [], begun: [], replaced: [] };
    };
    const consume = () => store.consumeUpstreamEnds({ limit: 100, answer, admit });
    expect((await consume()).consumed).toBe(1);
    expect(told).toEqual([free.documentId]);

    await gone.rollback();
    expect((await consume()).consumed).toBe(1);
    expect(told).toEqual([free.documentId, held.documentId]);
  });

  it('the ends of what somebody holds up hide none of those behind them', async () => {
    const [upstream, other] = [await aDueJob(), await aDueJob()];
    const dependsOn = ({ documentId }: AddedJob) =>
      bench.addJob({
        definition: aDefinition({
          template: 'torture-work',
          dependencies: { mode: 'all_success', jobs: [documentId] },
        }),
      });
    const [held, free] = [await dependsOn(upstream), await dependsOn(other)];
    const { knex } = database;
    await knex('job_scheduler_upstream_ends').del();
    await knex('job_scheduler_links').insert([
      { job_id: held.id, kind: 'dependency', target: upstream.documentId },
      { job_id: free.id, kind: 'dependency', target: other.documentId },
    ]);
    const ends = Array.from({ length: 151 }, (_, at) => ({
      job_document_id: at < 150 ? upstream.documentId : other.documentId,
      execution_document_id: `end-${at}`,
      status: 'succeeded',
      at: START,
    }));
    await knex('job_scheduler_upstream_ends').insert(ends);
    await hold('jobs', { id: held.id });
    const node = openEngineNode({
      client: name,
      env: database.env,
      witnessFile: '/dev/null',
      id: 'passing',
    });
    const told = await triggerDependents(node.ports);
    await node.close();
    expect(told).toMatchObject({ moved: true });
    expect([await recordsOf(held), await recordsOf(free)]).toEqual([0, 1]);
    expect(await knex('job_scheduler_upstream_ends').select('id')).toHaveLength(150);
  });

  it('a page full of jobs that somebody holds hides none of those behind it', async () => {
    const schedules = [aCron('0 0 0 1 1 *')];
    const definition = aDefinition({ template: 'torture-work', schedules });
    const node = openEngineNode({
      client: name,
      env: database.env,
      witnessFile: '/dev/null',
      id: 'passing',
    });
    const jobs: AddedJob[] = [];
    for (let at = 0; at <= 200; at += 1) {
      jobs.push(await bench.addJob({ nextAt: START + at, cursorAt: START - 1, definition }));
    }
    const last = jobs.at(-1)!;
    const before = jobs.slice(0, -1).map(({ id }) => id);
    await gone('job_scheduler_jobs').whereIn('id', before).orderBy('id').forUpdate().select('id');
    const enqueued = await enqueueDue(node.ports, 0);
    await node.close();
    expect(enqueued).toMatchObject({ moved: true });
    expect((await bench.job(last.id)).nextAt).toBeGreaterThan(START + 200);
  });
};

for (const name of servers)
  describe(`rows that somebody holds on ${name}`, () => {
    suite(name);
  });

if (servers.length === 0) it.todo('rows that somebody holds: no server is given');
