import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import type { Knex } from 'knex';

import type { Overlap } from '../../server/src/contract/job';
import type { AfterAttempt } from '../../server/src/domain/transition';
import type { ClaimedExecution, EngineStore, NewExecution } from '../../server/src/engine/ports';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { retryConflicts } from '../../server/src/storage/engine/retry-conflicts';
import { createExecutionWriter } from '../support/execution-writer';
import { admit, anEnd, anExecution, aPlan, aSuccess } from '../support/factories';
import { recordAll } from '../support/record-all';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, insertJob, START } from '../support/store-bench';
import type { Bench } from '../support/store-bench';

const AT_ONCE = 8;

/** Many at once on one database: what locks and unique indexes are for. */
export const concurrencySuite = (
  open: () => SchemaDatabase,
  { skipsLocked }: { skipsLocked?: boolean } = {}
): void => {
  let database: SchemaDatabase;
  let bench: Bench;
  let store: EngineStore;
  beforeEach(async () => {
    database = open();
    bench = await databaseBench(database);
    store = createEngineStore({
      ...database,
      ...(skipsLocked === undefined ? {} : { skipsLocked }),
    });
  });

  const claim = async (token: string, limit = 7): Promise<ClaimedExecution[]> => {
    const request = { node: token, token, limit, total: null, leaseMs: 60_000, aheadMs: 0 };
    return (await store.claim(request)).executions;
  };

  const atOnce = <T>(work: (at: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: AT_ONCE }, async (_, at) => work(at)));

  const enqueue = async (count: number) => {
    const job = await insertJob(database, { nextAt: START });
    const executions = Array.from({ length: count }, (_, at) =>
      anExecution({ slotAt: START + at, readyAt: START, plan: aPlan({ overlap: 'allow' }) })
    );
    await store.enqueueDue([aStep(job, 'allow', executions)], admit);
    return job;
  };

  it('claims never hand out an execution twice, and leave none', async () => {
    const job = await enqueue(300);
    const taken = await atOnce(async (at) => {
      const mine: number[] = [];
      let claimed: ClaimedExecution[];
      for (let turn = 0; (claimed = await claim(`${at}-${turn}`)).length > 0; turn += 1) {
        mine.push(...claimed.map(({ ref }) => ref.id));
      }
      return mine;
    });
    const ids = taken.flat();
    expect(ids).toHaveLength(300);
    expect(new Set(ids).size).toBe(300);
    const rows = await bench.executionsOf(job.id);
    expect(new Set(rows.map(({ attempt }) => attempt))).toEqual(new Set([1]));
  });

  it('no more run on all nodes together than they may in all, whoever claims, and all get their turn', async () => {
    const total = 5;
    const waiting = 120;
    await enqueue(waiting);
    const running = async (): Promise<number> =>
      (await database.knex('job_scheduler_executions').where({ status: 'running' })).length;
    const seen: number[] = [];
    let ended = 0;
    await atOnce(async (at) => {
      for (let turn = 0; ended < waiting && turn < 1_000; turn += 1) {
        const token = `${at}-${turn}`;
        const claim = { node: `${at}`, token, limit: 4, total, leaseMs: 60_000, aheadMs: 0 };
        const { executions } = await store.claim(claim);
        seen.push(await running());
        await recordAll(
          store,
          executions.map((one) => anEnd(one, succeeded))
        );
        ended += executions.length;
      }
    });
    expect(Math.max(...seen)).toBe(total);
    expect(ended).toBe(waiting);
  }, 60_000);

  it('an occurrence that all materialise at once has one record', async () => {
    const jobs = await Promise.all(
      Array.from({ length: 20 }, async () => insertJob(database, { nextAt: START }))
    );
    const answers = await atOnce(async (at) => {
      const steps = jobs.map((job) =>
        aStep(job, 'skip', [anExecution({ slotAt: START, readyAt: START })])
      );
      return store.enqueueDue(at % 2 === 0 ? steps : steps.toReversed(), admit);
    });
    expect(answers.reduce((sum, { advanced }) => sum + advanced, 0)).toBe(20);
    expect(answers.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(20);
    for (const job of jobs) expect(await bench.executionsOf(job.id)).toHaveLength(1);
  });

  it('of all starts by hand at once, a job that does not overlap admits one', async () => {
    const job = await insertJob(database);
    const writer = createExecutionWriter({ client: database.client });
    const statuses = await atOnce(async () =>
      database.knex.transaction(async (trx) => {
        // A service has read before: on MySQL that fixes what later plain reads see.
        await trx('job_scheduler_executions').where({ job_id: job.id }).first();
        const { status } = await writer.startExecution(trx, {
          job: { ...job, overlap: 'skip' },
          execution: anExecution(),
          admit,
        });
        return status;
      })
    );
    expect(statuses.filter((status) => status === 'queued')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'skipped')).toHaveLength(AT_ONCE - 1);
  });

  it('an end that two report is written once', async () => {
    const job = await enqueue(40);
    const claimed = await claim('token', 40);
    const answers = await atOnce(async (at) => {
      const ends = claimed.map((one) => anEnd(one, succeeded));
      return recordAll(store, at % 2 === 0 ? ends : ends.toReversed());
    });
    const stale = answers.reduce((sum, answer) => sum + answer.stale.length, 0);
    expect(stale).toBe(40 * (AT_ONCE - 1));
    expect(await bench.job(job.id)).toMatchObject({ executionCount: 40 });
  });

  it('a job that does not overlap never runs twice, whatever happens at once, and never gets stuck', async () => {
    const jobs = await Promise.all(
      Array.from({ length: 3 }, async () => insertJob(database, { nextAt: START }))
    );
    const writer = createExecutionWriter({ client: database.client });
    const catchUp = jobs.map((job) =>
      aStep(
        job,
        'skip',
        [0, 1, 2, 3].map((at) => anExecution({ slotAt: START + at, readyAt: START }))
      )
    );
    await store.enqueueDue(catchUp, admit);
    const running = new Map<number, number>();
    const isAlone = (one: ClaimedExecution): boolean => {
      running.set(one.job.id, (running.get(one.job.id) ?? 0) + 1);
      return running.get(one.job.id) === 1;
    };
    const aloneness = await atOnce(async (at) => {
      const seen: boolean[] = [];
      for (let turn = 0; turn < 12; turn += 1) {
        const job = jobs[(at + turn) % jobs.length]!;
        if (turn % 3 === 0) {
          await withRetries(() =>
            database.knex.transaction(async (trx) =>
              writer.startExecution(trx, {
                job: { ...job, overlap: 'skip' },
                execution: anExecution(),
                admit,
              })
            )
          );
        }
        const claimed = await claim(`${at}-${turn}`);
        seen.push(...claimed.map(isAlone));
        if (turn % 4 === 1) {
          await Promise.all(
            claimed.map(async ({ documentId }) =>
              withRetries(() =>
                database.knex.transaction((trx) => writer.requestCancel(trx, documentId))
              )
            )
          );
        }
        for (const { job: ended } of claimed) running.set(ended.id, 0);
        const ends = claimed.map((one) => anEnd(one, turn % 2 === 0 ? succeeded : retried));
        expect(await recordAll(store, ends)).toEqual({ stale: [] });
      }
      return seen;
    });
    expect(aloneness.flat()).not.toContain(false);
    let left: ClaimedExecution[];
    for (let turn = 0; (left = await claim(`last-${turn}`)).length > 0; turn += 1) {
      await recordAll(
        store,
        left.map((one) => anEnd(one, succeeded))
      );
    }
    const rows = (await Promise.all(jobs.map((job) => bench.executionsOf(job.id)))).flat();
    expect(rows.filter(({ finishedAt }) => finishedAt === null)).toEqual([]);
    expect(rows.filter(({ overlapKey }) => overlapKey !== null)).toEqual([]);
  });

  it('limits and turns hold whatever happens at once, every execution ends, and no seat is lost', async () => {
    const now = () => bench.clock.now;
    const storm = createEngineStore({
      ...database,
      now,
      ...(skipsLocked === undefined ? {} : { skipsLocked }),
    });
    const writer = createExecutionWriter({ client: database.client, now });
    const crm = { key: 'key:crm', count: 2 };
    const kinds = [
      { overlap: 'allow', limit: crm },
      { overlap: 'queue-all', limit: crm },
      { overlap: 'cancel-previous', limit: { key: 'key:crm', count: 1 } },
      { overlap: 'allow', limit: { key: 'job:own', count: 3 } },
      { overlap: 'queue-all', limit: null },
      { overlap: 'allow', limit: null },
    ] as const satisfies { overlap: Overlap; limit: NewExecution['limit'] }[];
    const jobs = await Promise.all(
      kinds.map(async (kind) => ({ ...kind, job: await insertJob(database, { nextAt: START }) }))
    );
    const inTransaction = <T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
      retryConflicts(() => database.knex.transaction(work), 20);

    const running = new Map<string, number>();
    const most = new Map<string, number>();
    const count = (key: string, change: number): void => {
      const present = (running.get(key) ?? 0) + change;
      running.set(key, present);
      most.set(key, Math.max(most.get(key) ?? 0, present));
    };
    const places = ({ limitKey, job, plan }: ClaimedExecution): string[] => [
      ...(limitKey === null ? [] : [limitKey]),
      ...(plan.overlap === 'allow' ? [] : [`turn:${job.id}`]),
    ];
    const claimed: string[] = [];
    const firstClaims: ClaimedExecution[] = [];

    const begin = async (token: string, limit: number): Promise<ClaimedExecution[]> => {
      const request = { node: token, token, limit, total: null, leaseMs: 60_000, aheadMs: 0 };
      const { executions } = await storm.claim(request);
      for (const one of executions) {
        claimed.push(`${one.ref.id}:${one.ref.attempt}:${token}`);
        if (one.ref.attempt === 1) firstClaims.push(one);
        for (const place of places(one)) count(place, 1);
      }
      return executions;
    };
    const end = async (executions: ClaimedExecution[], next: AfterAttempt): Promise<void> => {
      for (const one of executions) for (const place of places(one)) count(place, -1);
      const ends = executions.map((one) => anEnd(one, next));
      const { stale } = await recordAll(storm, ends);
      expect(stale).toEqual([]);
    };
    const startOne = async (at: number): Promise<string> => {
      const { job, overlap, limit } = jobs[at % jobs.length]!;
      const plan = aPlan({ overlap });
      const execution = anExecution({ readyAt: START, limit, plan });
      await inTransaction((trx) =>
        writer.startExecution(trx, { job: { ...job, overlap }, execution, admit })
      );
      return execution.documentId;
    };

    await atOnce(async (at) => {
      for (let turn = 0; turn < 15; turn += 1) {
        const started = await startOne(at + turn);
        await startOne(at * 5 + turn);
        if (turn % 5 === 4) await inTransaction((trx) => writer.requestCancel(trx, started));
        if (turn % 4 === 3) await storm.ripen({ aheadMs: 1_000 });
        const mine = await begin(`${at}-${turn}`, 4);
        await end(mine, ENDS[(at + turn) % ENDS.length]!);
      }
    });
    bench.clock.now = START + 60_000;
    for (let turn = 0, left = 1; left > 0; turn += 1) {
      const ripe = await storm.ripen({ aheadMs: 0 });
      const rest = await begin(`last-${turn}`, 100);
      await end(rest, succeeded);
      left = ripe + rest.length;
    }

    expect(Object.fromEntries(most)).toMatchObject({ 'key:crm': 2, 'job:own': 3 });
    for (const [place, at] of most) if (place.startsWith('turn:')) expect(at).toBe(1);
    expect(new Set(claimed).size).toBe(claimed.length);
    const rows = (await Promise.all(jobs.map(({ job }) => bench.executionsOf(job.id)))).flat();
    expect(rows).toHaveLength(AT_ONCE * 15 * 2);
    const isLeft = (row: (typeof rows)[number]) =>
      row.finishedAt === null || row.limitSlot !== null || row.overlapKey !== null;
    expect(rows.filter(isLeft)).toEqual([]);
    for (const { job, overlap } of jobs.filter((one) => one.overlap === 'queue-all')) {
      const order = firstClaims.filter((one) => one.job.id === job.id).map(({ ref }) => ref.id);
      expect({ overlap, order }).toEqual({ overlap, order: order.toSorted((a, b) => a - b) });
    }
  }, 60_000);
};

const run = promisify(execFile);

/** SQLite: several processes, each with one connection, on one file. */
export const processesSuite = (open: () => SchemaDatabase): void => {
  it('several processes on one file take turns', async () => {
    const database = open();
    await databaseBench(database);
    const store = createEngineStore(database);
    const job = await insertJob(database, { nextAt: START });
    const executions = Array.from({ length: 120 }, (_, at) =>
      anExecution({ slotAt: START + at, readyAt: START, plan: aPlan({ overlap: 'allow' }) })
    );
    await store.enqueueDue([aStep(job, 'allow', executions)], admit);
    const filename = String(database.knex.client.config.connection.filename);
    const script = path.join(__dirname, '../support/claim-until-empty.cjs');
    const outputs = await Promise.all(
      ['one', 'two', 'three'].map(async (name) => run(process.execPath, [script, filename, name]))
    );
    const ids = outputs.flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
    const row = await database.knex('job_scheduler_jobs').where({ id: job.id }).first();
    expect(Number(row.execution_count)).toBe(120);
  }, 60_000);
};

type Job = Awaited<ReturnType<typeof insertJob>>;

const aStep = (
  job: Job,
  overlap: 'skip' | 'allow',
  executions: ReturnType<typeof anExecution>[]
) => ({
  job: { ...job, revision: 1, overlap },
  fromNextAt: START,
  nextAt: START + 60_000,
  cursorAt: START,
  executions,
});

const succeeded = aSuccess(START);

/** What attempts of the storm come to. */
const ENDS: AfterAttempt[] = [
  succeeded,
  { status: 'queued', readyAt: START, error: null },
  { status: 'released' },
  { status: 'queued', readyAt: START + 1_000, error: null },
  { ...succeeded, status: 'lost' },
];

const retried: AfterAttempt = { status: 'queued', readyAt: START, error: null };

/** As services do: the database undid the transaction and asks for it again. */
const withRetries = async <T>(work: () => Promise<T>, tries = 5): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const isDeadlock = /deadlock/i.test(error instanceof Error ? error.message : '');
    if (tries <= 1 || !isDeadlock) throw error;
    return withRetries(work, tries - 1);
  }
};
