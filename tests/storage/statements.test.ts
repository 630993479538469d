import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, insertJob, START } from '../support/store-bench';
import { statementsSuite } from './statements.suite';

for (const name of DATABASES.filter(isAvailable)) {
  describe(`the tables on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    statementsSuite(() => database);

    if (name === 'postgres')
      it('are found by their schema, whatever the search path', async () => {
        await databaseBench(database);
        const job = await insertJob(database, { nextAt: START });
        await database.knex.transaction(async (trx) => {
          await trx.raw('SET LOCAL search_path TO pg_catalog');
          const store = createEngineStore({
            ...database,
            tables: {
              jobs: 'public.job_scheduler_jobs',
              cluster: 'public.job_scheduler_cluster',
            },
            knex: trx,
          });
          const { jobs } = await store.findDueJobs({ limit: 1, aheadMs: 0 });
          expect(jobs.map(({ id }) => id)).toEqual([job.id]);
        });
      });
  });
}
