import { holdJobs } from '../../server/src/engine/hold';
import type { Ports } from '../../server/src/engine/ports';
import { aCron, aDefinition, aDocumentId } from '../support/factories';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseWhenBench, START } from '../support/when-bench';
import type { WhenBench } from '../support/when-bench';

/** More than any database takes bindings in one statement: 32,766 on SQLite. */
const MANY = 33_000;

let database: SchemaDatabase;
let bench: WhenBench;
beforeAll(async () => {
  database = await createSchema('sqlite');
  bench = await databaseWhenBench(database);
}, 120_000);
afterAll(() => database?.drop());

it('a template that goes and comes back takes tens of thousands of jobs along', async () => {
  const definition = JSON.stringify(aDefinition({ schedules: [aCron('0 0 * * *')] }));
  const rows = Array.from({ length: MANY }, (_, at) => ({
    document_id: `many${at}`,
    name: `Many ${at}`,
    template: 'nightly',
    enabled: true,
    definition,
    revision: 1,
    next_at: START + 60_000,
    failure_streak: 0,
    scheduled_count: 0,
    dependents_count: 0,
    execution_count: 0,
    failure_count: 0,
  }));
  await database.knex.batchInsert('job_scheduler_jobs', rows, 500);
  const told: string[] = [];
  const boot = async (templates: string[]): Promise<void> => {
    const ports = {
      store: bench.store,
      templates: { uids: () => templates },
      ids: { documentId: aDocumentId },
      emit: (event: { type: string }) => void told.push(event.type),
      options: { defaultTimeoutMs: 1 },
    };
    await holdJobs(ports as unknown as Ports);
  };
  const held = async (): Promise<number> =>
    (await database.knex('job_scheduler_jobs').whereNotNull('held_reason').select('id')).length;
  await boot(['self-test']);
  expect(await held()).toBe(MANY);
  await boot(['self-test', 'nightly']);
  expect(await held()).toBe(0);
  expect(told).toEqual(['jobs.held', 'jobs.released']);
  const lost = await database.knex('job_scheduler_jobs').whereNull('next_at');
  expect(lost).toEqual([]);
}, 120_000);
