import { afterUpstreams } from '../../server/src/engine/dependents';
import type { EngineStore, NewExecution } from '../../server/src/engine/ports';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { createExecutionWriter } from '../support/execution-writer';
import { fromJson } from '../../server/src/storage/engine/rows';
import { admit, aDefinition, aDocumentId, anExecution, aPlan } from '../support/factories';
import type { SchemaDatabase } from '../support/schema';
import { hasPlan, planOf, statementsOf } from '../support/statements';
import type { Statement } from '../support/statements';
import { databaseBench, insertJob, START } from '../support/store-bench';

/** What the database itself promises: its indexes, its clock, its limits. */
export const statementsSuite = (open: () => SchemaDatabase): void => {
  let database: SchemaDatabase;
  let store: EngineStore;
  beforeEach(async () => {
    database = open();
    await databaseBench(database);
    store = createEngineStore(database);
  });

  const enqueue = async (...executions: NewExecution[]) => {
    const job = await insertJob(database, { nextAt: START });
    const step = {
      job: { ...job, revision: 1, overlap: 'allow' as const },
      fromNextAt: START,
      nextAt: null,
      cursorAt: START,
      executions,
    };
    await store.enqueueDue([step], admit);
    return job;
  };

  const claimAll = async () => {
    const request = {
      node: 'node',
      token: 'token',
      limit: 10,
      total: null,
      leaseMs: 60_000,
      aheadMs: 0,
    };
    return store.claim(request);
  };

  describe('the indexes that Strapi made of our content types', () => {
    const rowOf = (given: Record<string, unknown>) => ({
      document_id: 'x',
      job_document_id: 'x',
      job_name: 'x',
      trigger: 'schedule',
      ready_at: START,
      status: 'queued',
      priority: 20,
      attempt: 0,
      max_attempts: 1,
      queued_at: START,
      plan: '{}',
      parameters: '{}',
      ...given,
    });
    const insert = (given: Record<string, unknown>) =>
      database.knex('job_scheduler_executions').insert(rowOf(given));

    it('let an occurrence of a job have one record', async () => {
      const { id } = await insertJob(database);
      await insert({ job_id: id, slot_at: START });
      await insert({ job_id: id, slot_at: null });
      await insert({ job_id: id, slot_at: null });
      await expect(insert({ job_id: id, slot_at: START })).rejects.toThrow(/unique|duplicate/i);
    });

    it('let one execution hold the place of a job that does not overlap', async () => {
      await insert({ overlap_key: 'job:1' });
      await expect(insert({ overlap_key: 'job:1' })).rejects.toThrow(/unique|duplicate/i);
    });
  });

  describe('every statement of the loop', () => {
    it('finds its rows by an index, whatever the history', async () => {
      await fill(database);
      const sent = await statementsOf(database, () => useAll(database, store));
      const statements = sent.filter(hasPlan);
      expect(statements.length).toBeGreaterThan(120);
      for (const statement of statements) {
        const { fullScans } = await planOf(database, statement);
        const big = fullScans.filter((scan) => !SMALL.test(scan));
        expect({ sql: statement.sql, big }).toEqual({ sql: statement.sql, big: [] });
      }
    }, 60_000);

    it('uses the index that was made for it', async () => {
      await fill(database);
      const indexesOf = async (work: () => Promise<unknown>) => {
        const statements = (await statementsOf(database, work)).filter(hasPlan);
        const plans = await Promise.all(statements.map((one: Statement) => planOf(database, one)));
        return plans.flatMap(({ indexes }) => indexes);
      };
      expect(await indexesOf(claimAll)).toContain('job_scheduler_exec_claim');
      expect(await indexesOf(() => store.findDueJobs({ limit: 200, aheadMs: 0 }))).toContain(
        'job_scheduler_jobs_next'
      );
      const expired = await indexesOf(() => store.findExpired({ limit: 10, except: [] }));
      expect(expired.join()).toMatch(/job_scheduler_exec_(lease|status)/);
      expect(await indexesOf(() => store.ripen({ aheadMs: 0 }))).toContain(
        'job_scheduler_exec_ready'
      );
      // MySQL answers MIN of an index before it plans.
      if (database.client === 'mysql') return;
      const due = await indexesOf(() => store.nextDueAt());
      expect(due).toContain('job_scheduler_jobs_next');
      expect(due.filter((name) => name === 'job_scheduler_exec_ready')).toHaveLength(2);
    }, 60_000);
  });

  describe('the end of many attempts at once', () => {
    it.each([
      ['allow', false],
      ['skip', false],
      ['allow', true],
    ] as const)(
      'takes four statements or, where their rows say it all, three, however many they are, where nothing waits for them (%s, %s)',
      async (overlap, isPlain) => {
        const jobs = await Promise.all(
          Array.from({ length: 30 }, async () => insertJob(database, { nextAt: START }))
        );
        const advances = jobs.map((job) => ({
          job: { ...job, revision: 1, overlap },
          fromNextAt: START,
          nextAt: null,
          cursorAt: START,
          executions: [anExecution({ slotAt: START, readyAt: START, plan: aPlan({ overlap }) })],
        }));
        await store.enqueueDue(advances, admit);
        const claim = { node: 'node', token: 'token', limit: 30, leaseMs: 60_000, aheadMs: 0 };
        const { executions } = await store.claim({ ...claim, total: null });
        expect(executions).toHaveLength(30);
        const next = { status: 'succeeded', finishedAt: START, result: null } as const;
        const ends = executions.map(({ ref, job, limitKey }) => ({
          ref,
          job,
          limitKey,
          attempt: { ...ATTEMPT, attempt: ref.attempt },
          isPlain,
          next: { ...next, reason: null, error: null, exitCode: null },
        }));
        const sent = await statementsOf(database, () => store.record(ends.toReversed()));
        const verbs = sent.map(({ sql }) => sql.trim().split(/\s/)[0]?.replace(';', ''));
        // SQLite takes its write lock by a write that changes nothing.
        const lock = database.client === 'sqlite' ? ['UPDATE'] : [];
        const changing = verbs.filter((verb) => /^(SELECT|UPDATE|INSERT|DELETE)$/.test(verb ?? ''));
        // MySQL does not say which rows it changed: there they are read before in any case.
        const read = isPlain && database.client !== 'mysql' ? [] : ['SELECT'];
        expect(changing).toEqual([...lock, 'SELECT', ...read, 'UPDATE', 'UPDATE']);
        // Rows of several ends are changed in one order, whoever changes them.
        const [written] = sent.filter(({ sql }) => /UPDATE \S*executions/.test(sql));
        const given = JSON.stringify(written?.bindings);
        const ids = executions.map(({ ref }) => ref.id).toSorted((a, b) => a - b);
        const places = ids.map((id) => given.search(new RegExp(`\\b${id}\\b`)));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
    );
  });

  describe('a transaction', () => {
    it('locks before it reads: the row on a server, the file on SQLite', async () => {
      await fill(database);
      const sent = await statementsOf(database, () => useAll(database, store));
      const asked = sent.filter(({ sql }) => !SETTINGS.test(sql));
      const begins = asked.flatMap(({ sql }, at) => (/^BEGIN/i.test(sql) ? [at + 1] : []));
      expect(begins.length).toBeGreaterThan(4);
      const locking = {
        sqlite: /^UPDATE/,
        postgres: ON_A_SERVER,
        mysql: ON_A_SERVER,
      };
      for (const at of begins) expect(asked[at]!.sql).toMatch(locking[database.client]);
    }, 60_000);
  });

  describe("the database's clock", () => {
    it('is in epoch milliseconds and agrees with itself everywhere', async () => {
      const before = await store.now();
      expect(Math.abs(before - Date.now())).toBeLessThan(5000);
      await enqueue(anExecution({ readyAt: before - 1000, plan: aPlan({ overlap: 'allow' }) }));
      const { now: due } = await store.findDueJobs({ limit: 1, aheadMs: 0 });
      const { now, executions } = await claimAll();
      const after = await store.now();
      const instants = [before, due, now, executions[0]!.startedAt, after];
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      const row = await database.knex('job_scheduler_executions').first();
      expect(Number(row.lease_until)).toBe(executions[0]!.startedAt + 60_000);
    });

    it('does not hang on the time zone of the session', async () => {
      if (database.client === 'mysql') await database.knex.raw("SET time_zone = '+08:00'");
      if (database.client === 'postgres')
        await database.knex.raw("SET timezone = 'Asia/Hong_Kong'");
      expect(Math.abs((await store.now()) - Date.now())).toBeLessThan(5000);
    });
  });

  describe('a value that a database would refuse', () => {
    it('does not keep the end of an execution from being recorded', async () => {
      const plan = aPlan({ overlap: 'allow' });
      await enqueue(anExecution({ plan, parameters: { 'a\u0000b': 'c\u0000\ud800' } }));
      const { executions } = await claimAll();
      const { ref, job, limitKey, parameters } = executions[0]!;
      expect(parameters).toEqual({ 'a\ufffdb': 'c\ufffd\ufffd' });
      const text = 'NUL \u0000, half \udc00, slash \\u0000, 你好 🚀';
      const error = { name: 'Error', message: text, code: null };
      const attempt = {
        attempt: 1,
        status: 'failed',
        startedAt: null,
        finishedAt: null,
        durationMs: null,
        node: null,
        error,
        exitCode: null,
      } as const;
      const next = { status: 'failed', reason: null, finishedAt: START, exitCode: null } as const;
      const result = { text };
      expect(
        await store.record([{ ref, job, limitKey, attempt, next: { ...next, result, error } }])
      ).toMatchObject({ stale: [] });
      const row = await database.knex('job_scheduler_executions').first();
      const stored = 'NUL \ufffd, half \ufffd, slash \\u0000, 你好 🚀';
      expect(fromJson(row.result)).toEqual({ text: stored });
      expect(fromJson(row.error)).toMatchObject({ message: stored });
    });
  });
};

/** Tables that stay small, what a LIMIT has made small, and rows that the statement brings along. */
const SMALL = /job_scheduler_(nodes|cluster|locks|upstream_ends)|^(told|queue_\d+)$|^json_each/;

const FINISHED = 4000;
const JOBS = 1500;

/** So many of each kind wait: for nothing, for their turn, their time and a seat. */
const EACH = 60;
const QUEUED = 4 * EACH;
const waitsFor = (at: number) => {
  if (at < EACH) return { claimable: 1 };
  if (at < 2 * EACH) return { claimable: 0, job_id: 7 };
  if (at < 3 * EACH) return { claimable: 2, ready_at: 9_000_000_000_000 };
  return { claimable: 3, limit_key: 'key:crm', limit_count: 2 };
};

/** How long a statement may wait for a lock. */
const SETTINGS = /^SET |^SELECT @@SESSION/;

/** Locks a row, or asks which rows are to be locked. */
const ON_A_SERVER = /FOR UPDATE|^\s*SELECT (id, document_id, job_id|job_id, target)/;

/** From this one on each job depends on two of those before it. */
const FIRST_DEPENDENT = 100;
const upstreamsOf = (at: number): string[] =>
  at < FIRST_DEPENDENT ? [] : [`job-${at - 100}`, `job-${at - 96}`];
const dependenciesOn = (jobs: string[]) =>
  JSON.stringify(aDefinition({ overlap: 'allow', dependencies: { mode: 'all_success', jobs } }));

/** The last ones: of a template that is about to go, of one that is back, and one that nobody understood. */
const standsHow = (at: number): Record<string, unknown> => {
  if (at >= JOBS - 20) return { template: 'going' };
  if (at >= JOBS - 40) return { template: 'back', ...heldFor('template-missing') };
  if (at >= JOBS - 60) return heldFor('unreadable');
  return {};
};
const heldFor = (reason: string) => ({ held_reason: reason, held_at: START, next_at: null });

/** A history, a backlog and jobs that are not due, so that a wrong plan is a dear one. */
const artifact = ({ id }: { id: number }, at: number) => ({
  document_id: `artifact-${at}`,
  execution_id: id,
  job_document_id: `job-${at % 100}`,
  attempt: 1,
  name: 'report.csv',
  mime: 'text/csv',
  size: 1,
  digest: '',
  file: `file-${id}`,
  versions_of: at % 10 === 0 ? 'report' : null,
  kept_at: START + at,
});

const fill = async ({ knex, client }: SchemaDatabase): Promise<void> => {
  const job = (at: number) => ({
    id: at + 1,
    document_id: `job-${at}`,
    name: `Filling ${at}`,
    template: 'self-test',
    enabled: true,
    definition: dependenciesOn(upstreamsOf(at)),
    revision: 1,
    next_at: at < 20 ? START : 9_000_000_000_000 + at,
    execution_count: 0,
    failure_count: 0,
    failure_streak: 0,
    waiting_turns: at === 6 ? 1 : null,
    dependents_count: at < JOBS - 100 ? 1 : 0,
    scheduled_count: 0,
    held_reason: null,
    held_at: null,
    ...standsHow(at),
  });
  const link = (at: number) =>
    upstreamsOf(at).map((target) => ({ job_id: at + 1, kind: 'dependency', target }));
  const execution = (at: number) => ({
    document_id: `execution-${at}`,
    job_id: (at % 100) + 1,
    job_document_id: 'job',
    job_name: 'job',
    trigger: 'schedule',
    slot_at: START + at,
    ready_at: START + at,
    priority: 20,
    attempt: 0,
    max_attempts: 1,
    queued_at: START,
    plan: JSON.stringify(aPlan({ overlap: 'allow' })),
    parameters: '{}',
    ...(at < QUEUED
      ? { status: 'queued', claim_order: START + at, ...waitsFor(at) }
      : { status: 'succeeded', finished_at: START + at }),
  });
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  for (const table of ['links', 'upstream_ends', 'cluster'])
    await knex(`job_scheduler_${table}`).del();
  await knex.batchInsert('job_scheduler_jobs', numbers(JOBS).map(job), 100);
  await knex.batchInsert('job_scheduler_links', numbers(JOBS).flatMap(link), 100);
  await knex.batchInsert('job_scheduler_executions', numbers(FINISHED).map(execution), 100);
  await knex.batchInsert('job_scheduler_log_chunks', numbers(FINISHED).map(logChunk), 100);
  await knex.batchInsert('job_scheduler_audit', numbers(FINISHED).map(auditEntry), 100);
  const executions = await knex('job_scheduler_executions').select('id');
  await knex.batchInsert('job_scheduler_artifacts', executions.map(artifact), 100);
  if (client !== 'mysql') await knex.raw('ANALYZE');
  else {
    await knex.raw('ANALYZE TABLE job_scheduler_jobs, job_scheduler_executions');
    await knex.raw('ANALYZE TABLE job_scheduler_log_chunks, job_scheduler_audit');
    await knex.raw('ANALYZE TABLE job_scheduler_artifacts, job_scheduler_links');
  }
};

const ATTEMPT = {
  status: 'succeeded',
  startedAt: null,
  finishedAt: null,
  durationMs: 1,
  node: null,
  error: null,
  exitCode: null,
} as const;

const logChunk = (at: number) => ({
  execution_id: at,
  first_seq: 1,
  last_seq: 2,
  at: START + at,
  lines: '[]',
});

const auditEntry = (at: number) => ({
  document_id: `entry-${at}`,
  at: START + at,
  actor_kind: 'system',
  action: 'job.create',
  outcome: 'ok',
  count: 1,
});

/** Everything that the loop and the services send to the big tables. */
const useAll = async (database: SchemaDatabase, store: EngineStore): Promise<void> => {
  const { now, jobs } = await store.findDueJobs({ limit: 5, aheadMs: 0 });
  const advances = jobs.map(({ id, documentId, revision, nextAt }) => ({
    job: { id, documentId, name: 'job', revision, overlap: 'queue-all' as const },
    fromNextAt: nextAt,
    nextAt: now + 60_000,
    cursorAt: now,
    executions: [
      anExecution({ slotAt: now, readyAt: now }),
      anExecution({ slotAt: now + 1, readyAt: now, limit: { key: 'key:crm', count: 70 } }),
      anExecution({ slotAt: now + 2, readyAt: now + 60_000 }),
    ],
  }));
  await store.enqueueDue(advances, admit);
  await store.ripen({ aheadMs: 120_000 });
  const claim = {
    node: 'node',
    token: 'token',
    limit: 8,
    total: null,
    leaseMs: 60_000,
    aheadMs: 0,
  };
  const { executions } = await store.claim(claim);
  const refs = executions.map(({ ref }) => ref);
  await store.claim({ ...claim, token: 'other', limit: 1, total: 20 });
  await store.heartbeat({ node: 'node', refs, leaseMs: 60_000 });
  await store.findCancelRequests(refs);
  await store.saveProgress(refs[0]!, { percent: 1, message: null });
  await store.findExpired({ limit: 10, except: [1] });
  await store.findRunningOf(['node'], { limit: 10, except: [] });
  await store.nextDueAt();
  await store.lastLogSeq(refs[0]!.id);
  const writer = createExecutionWriter({ client: database.client });
  await database.knex.transaction((trx) => writer.requestCancel(trx, executions[0]!.documentId));
  const ended = { reason: null, finishedAt: now, result: null, error: null, exitCode: null };
  const states = [
    { status: 'succeeded', ...ended },
    { status: 'failed', ...ended },
    { status: 'queued', readyAt: now, error: null },
    { status: 'released' },
  ] as const;
  await store.record(
    executions.map(({ ref, job, limitKey }, at) => ({
      ref,
      job,
      limitKey,
      attempt: { ...ATTEMPT, attempt: ref.attempt },
      next: states[at % states.length]!,
    }))
  );
  await database.knex.transaction((trx) => writer.retryExecution(trx, executions[1]!.documentId));
  const limit = { key: 'key:crm', count: 2 };
  for (const overlap of ['allow', 'cancel-previous'] as const) {
    const job = { id: 7, documentId: 'job-6', name: 'job', overlap };
    const execution = anExecution({ readyAt: now, limit });
    await database.knex.transaction((trx) => writer.startExecution(trx, { job, execution, admit }));
  }
  await database.knex.transaction((trx) => writer.cancelQueuedOf(trx, jobs[0]!.id));
  const before = START + 100;
  const prune = { executionsBefore: before, logsBefore: before, auditBefore: before, limit: 10 };
  await store.prune(prune);
  await tellDependents(database, store);
  await holdAndRelease(store);
  await comeAndGo(database, store);
};

const makings = {
  ids: { documentId: aDocumentId },
  options: { defaultTimeoutMs: 1, maxQueuedPerJob: 100 },
};

/** Ends that are told one by one and together, an edit, and an occurrence that goes by the newest of its upstreams. */
const tellDependents = async (database: SchemaDatabase, store: EngineStore): Promise<void> => {
  const { knex, client } = database;
  const request: Parameters<EngineStore['consumeUpstreamEnds']>[0] = {
    limit: 100,
    answer: (job, events) => afterUpstreams(makings, job, events),
    admit,
  };
  const [first, edited] = [FIRST_DEPENDENT + 1, FIRST_DEPENDENT + 5];
  const waiting = (job_id: number) =>
    knex('job_scheduler_executions').where({ job_id, status: 'waiting' }).select('id');
  await store.consumeUpstreamEnds({ ...request, of: 'job-0' });
  expect(await waiting(first)).toHaveLength(1);
  await store.consumeUpstreamEnds({ ...request, except: ['job-1'] });
  expect(await waiting(first)).toHaveLength(0);
  const { consumed } = await store.consumeUpstreamEnds(request);
  expect(consumed).toBeGreaterThan(0);

  expect(await waiting(edited)).toHaveLength(1);
  const definition = dependenciesOn(['job-4']);
  await knex('job_scheduler_jobs').where({ id: edited }).update({ definition });
  const writer = createExecutionWriter({ client });
  await knex.transaction((trx) => writer.settleWaiting(trx, edited, admit));
  expect(await waiting(edited)).toHaveLength(0);

  const nextAt = 9_000_000_000_000 + FIRST_DEPENDENT;
  const occurs = {
    job: { id: first, documentId: `job-${FIRST_DEPENDENT}`, name: 'job', revision: 1 },
    fromNextAt: nextAt,
    nextAt,
    cursorAt: START,
    dependencies: { mode: 'all_success' as const, jobs: upstreamsOf(FIRST_DEPENDENT) },
    executions: [anExecution({ slotAt: START, readyAt: START })],
  };
  const step = { ...occurs, job: { ...occurs.job, overlap: 'allow' as const } };
  expect(await store.enqueueDue([step], admit)).toMatchObject({ advanced: 1, inserted: 1 });
};

/** Jobs whose template went, and those that go on. */
const holdAndRelease = async (store: EngineStore): Promise<void> => {
  const { held, back } = await store.holdJobsWithout(['self-test', 'back']);
  const unreadable = await store.findUnreadable();
  expect([held, back.jobs.length, unreadable.jobs.length]).toEqual([20, 20, 20]);
  const advances = [...back.jobs, ...unreadable.jobs].map(({ nextAt, ...job }) => ({
    job: { ...job, name: 'job', overlap: 'allow' as const },
    fromNextAt: nextAt,
    nextAt: null,
    cursorAt: START,
    executions: [anExecution({ status: 'missed', slotAt: START - 1, readyAt: START })],
    resumes: true as const,
  }));
  expect(await store.releaseHeld(advances)).toBe(40);
};

/** A node that comes, looks for those that died beside it, and ends a pause that is over. */
const comeAndGo = async ({ knex }: SchemaDatabase, store: EngineStore): Promise<void> => {
  const node = { id: 'node', host: 'here', pid: 1, processKey: null, role: 'worker' as const };
  const versions = { version: '1.0.0', zoneData: '2026a', maxConcurrent: 1 };
  const state = { state: 'running', running: 0, skewMs: 0, lastTickAt: null };
  for (let turn = 0; turn < 2; turn += 1) await store.touchNode({ ...node, ...versions }, state);
  expect(await store.findNodesOf('here')).toHaveLength(1);
  await store.removeNodes(['node']);
  const pause = { name: 'scheduler', paused_at: START, paused_until: START + 1 };
  await knex('job_scheduler_cluster').insert(pause);
  expect(await store.endPause(START)).toBe(true);
};
