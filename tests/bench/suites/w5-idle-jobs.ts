import { createEngineStore } from '../../../server/src/storage/engine/create-engine-store';
import type { EngineStore } from '../../../server/src/engine/ports';
import type { DatabaseName } from '../../support/databases';
import { createSchema } from '../../support/schema';
import type { SchemaDatabase } from '../../support/schema';
import { hasPlan, planOf, statementsOf } from '../../support/statements';
import { insertJob } from '../../support/store-bench';
import { copyRow } from '../contestants/copy-row';
import { interleave } from '../interleave';
import { quantile } from '../quantiles';
import type { Suite } from './suite';

const FEW = 1_000;
const FAR = 4_000_000_000_000;
const MEBIBYTE = 1024 * 1024;

export const idleJobs: Suite = {
  question: 'does a look for work grow with the jobs that are not due, or with the history?',
  run: async (bench) => {
    for (const database of bench.quick
      ? (['postgres'] as const)
      : (['postgres', 'sqlite'] as const))
      await measure(bench, database);
  },
};

/** Two databases side by side: one stays small, the other one grows. */
const measure = async (
  { cell, compare, quick }: Parameters<Suite['run']>[0],
  database: DatabaseName
): Promise<void> => {
  const engine = `ours-${database}`;
  const small = await createSchema(database);
  const large = await createSchema(database);
  try {
    await addIdleJobs(small, FEW);
    await addHistory(large, quick ? 100_000 : 1_000_000);
    let jobs = 0;
    for (const size of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
      await addIdleJobs(large, size - jobs);
      jobs = size;
      const databases = { small, large };
      const answers = await interleave(['small', 'large'], quick ? 3 : 5, (which) =>
        look(databases[which])
      );
      const p99 = (which: 'small' | 'large') => (answers.get(which) ?? []).map((run) => run.p99);
      const shared = { engine, metric: 'tick_p99', unit: 'ms' };
      cell({ ...shared, values: p99('small'), under: { jobs: FEW, beside: size } });
      cell({ ...shared, values: p99('large'), under: { jobs: size } });
      const grown = (answers.get('large') ?? []).map((run) => run.grownMiB);
      cell({ engine, metric: 'rss_growth', unit: 'MiB', values: grown, under: { jobs: size } });
      compare({
        engines: [`${engine}@${size}`, `${engine}@${FEW}`],
        metric: 'tick_p99',
        values: [p99('large'), p99('small')],
      });
    }
    const scans = await fullScans(large);
    cell({ engine, metric: 'full_scans', unit: 'statements', values: [scans], under: { jobs } });
  } finally {
    await small.drop();
    await large.drop();
  }
};

const CLAIM = {
  node: 'bench',
  token: 'bench',
  limit: 20,
  total: null,
  leaseMs: 60_000,
  aheadMs: 20,
};

const lookOnce = async (store: EngineStore): Promise<void> => {
  await store.findDueJobs({ limit: 200, aheadMs: 20 });
  await store.claim(CLAIM);
  await store.nextDueAt();
};

const look = async ({ knex, client }: SchemaDatabase) => {
  const store = createEngineStore({ knex, client });
  const before = process.memoryUsage.rss();
  const spent: number[] = [];
  for (let tick = -20; tick < 300; tick += 1) {
    const from = performance.now();
    await lookOnce(store);
    if (tick >= 0) spent.push(performance.now() - from);
  }
  const grownMiB = Math.max(0, process.memoryUsage.rss() - before) / MEBIBYTE;
  return { p99: quantile(spent, 0.99), grownMiB };
};

/** What is told to dependents is emptied all the time: it is read as a whole. */
const BIG = /_(jobs|executions)\b/;

/** Statements of a look that read one of our big tables from end to end. */
const fullScans = async (database: SchemaDatabase): Promise<number> => {
  const { knex, client } = database;
  const sent = await statementsOf(database, () => lookOnce(createEngineStore({ knex, client })));
  const plans = await Promise.all(sent.filter(hasPlan).map((one) => planOf(database, one)));
  return plans.filter(({ fullScans: read }) => read.some((table) => BIG.test(table))).length;
};

const addIdleJobs = async (database: SchemaDatabase, count: number): Promise<void> => {
  const { knex, client } = database;
  const { documentId } = await insertJob(database, { nextAt: FAR });
  const changed = { next_at: `${FAR} + n` };
  await copyRow(knex, client, { table: 'job_scheduler_jobs', documentId }, count - 1, changed);
  await settle(database);
};

const addHistory = async (database: SchemaDatabase, count: number): Promise<void> => {
  const { knex, client } = database;
  const job = await insertJob(database, { nextAt: FAR });
  await knex('job_scheduler_executions').insert({
    document_id: 'finished',
    job_id: job.id,
    job_document_id: job.documentId,
    job_name: job.name,
    trigger: 'schedule',
    slot_at: 0,
    ready_at: 0,
    status: 'succeeded',
    priority: 20,
    attempt: 1,
    max_attempts: 1,
    queued_at: 0,
    finished_at: 0,
    plan: '{}',
    parameters: JSON.stringify({ payload: 'x'.repeat(242) }),
  });
  const changed = { slot_at: 'n', finished_at: 'n' };
  await copyRow(
    knex,
    client,
    { table: 'job_scheduler_executions', documentId: 'finished' },
    count - 1,
    changed
  );
};

const settle = async ({ knex, client }: SchemaDatabase): Promise<void> => {
  if (client === 'postgres') await knex.raw('VACUUM ANALYZE');
  if (client === 'sqlite') await knex.raw('ANALYZE');
};
