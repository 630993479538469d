import { randomBytes } from 'node:crypto';

import type { EngineStore } from '../../server/src/engine/ports';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { aDefinition } from '../support/factories';
import type { DatabaseName } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { quantiles } from './quantiles';

const SIZES = [1_000, 100_000];
const TICKS = 500;
const ROWS_AT_ONCE = 500;
const FAR = 4_000_000_000_000;

/** What one look costs when nothing is due, in milliseconds, with more and more idle jobs in one database. */
export async function* measureTick(database: DatabaseName) {
  const schema = await createSchema(database);
  try {
    const store = createEngineStore({ knex: schema.knex, client: schema.client });
    let jobs = 0;
    for (const size of SIZES) {
      await addIdleJobs(schema, jobs, size);
      jobs = size;
      yield { suite: 'tick', engine: `ours-${database}`, jobs, unit: 'ms', ...(await look(store)) };
    }
  } finally {
    await schema.drop();
  }
}

const look = async (store: EngineStore) => {
  const claim = { node: 'bench', token: 'bench', limit: 20, leaseMs: 60_000, aheadMs: 20 };
  const spent: number[] = [];
  for (let tick = -50; tick < TICKS; tick += 1) {
    const from = performance.now();
    await store.findDueJobs({ limit: 200, aheadMs: 20 });
    await store.claim(claim);
    await store.nextDueAt();
    if (tick >= 0) spent.push(performance.now() - from);
  }
  return quantiles(spent);
};

const addIdleJobs = async ({ knex }: SchemaDatabase, from: number, to: number): Promise<void> => {
  const definition = JSON.stringify(aDefinition());
  const row = (index: number) => ({
    document_id: randomBytes(12).toString('hex'),
    name: `Idle job ${index}`,
    template: 'self-test',
    enabled: true,
    definition,
    revision: 1,
    next_at: FAR + index,
    failure_streak: 0,
    execution_count: 0,
    failure_count: 0,
  });
  for (let index = from; index < to; index += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, to - index);
    await knex('job_scheduler_jobs').insert(
      Array.from({ length: count }, (_, offset) => row(index + offset))
    );
  }
};
