import type { Knex } from 'knex';

import { lockJob } from '../../server/src/storage/jobs';
import { findUpstreams } from '../../server/src/storage/dependencies';
import { nowSql } from '../../server/src/storage/engine/database-clock';
import { quotedTables } from '../../server/src/storage/engine/session';
import { DATABASES, isAvailable } from '../support/databases';
import { createExecutionWriter } from '../support/execution-writer';
import { anExecution, aPlan } from '../support/factories';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, START } from '../support/store-bench';
import type { AddedJob, Bench } from '../support/store-bench';

/**
 * Use cases run in Strapi's transactions. MySQL's are REPEATABLE READ: from its first plain read on, a transaction sees
 * others' work by locking reads alone.
 */
const servers = DATABASES.filter((name) => name !== 'sqlite').filter(isAvailable);

for (const name of servers)
  describe(`a transaction of a use case on ${name} that has read before it got a lock`, () => {
    let database: SchemaDatabase;
    let bench: Bench;
    let transaction: Knex.Transaction;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());
    beforeEach(async () => {
      bench = await databaseBench(database);
      transaction = await database.knex.transaction();
    });
    afterEach(async () => {
      if (!transaction.isCompleted()) await transaction.rollback();
    });

    const session = () => ({
      connection: transaction,
      client: database.client,
      tables: quotedTables(transaction),
      now: nowSql(database.client, () => START),
      jobIdsWhere: () => ({ sql: 'SELECT id FROM job_scheduler_jobs', bindings: [] }),
    });
    const readFirst = (job: AddedJob) => findUpstreams(session(), [job.documentId]);
    const writer = () => createExecutionWriter({ client: database.client, now: () => START });

    const concurrency = { limit: 1, key: 'crm' };
    const limit = { key: 'key:crm', count: 1 };
    const aStart = () => anExecution({ readyAt: START, limit, plan: aPlan({ overlap: 'allow' }) });
    const statesOf = async ({ id }: AddedJob) =>
      (await bench.executionsOf(id)).map(({ status, claimable }) => [status, claimable]);

    it('gets a job as it is now, in a narrow scope too', async () => {
      const job = await bench.addJob({ nextAt: START });
      const rows = database.knex('job_scheduler_jobs').where({ id: job.id });
      const at = new Date(START);
      await rows.clone().update({ created_at: at, updated_at: at });
      await readFirst(job);
      await rows.clone().update({ revision: 2, next_at: START + 60_000, cursor_at: START });
      const locked = await lockJob(session(), job.documentId, { jobs: 'where', where: {} });
      expect(locked).toMatchObject({ revision: 2, nextAt: START + 60_000, cursorAt: START });
    });

    it('gives on the seat of what it cancels with its job', async () => {
      const [job, other] = [await bench.addJob(), await bench.addJob()];
      await readFirst(job);
      await bench.start(job, aStart());
      await bench.start(other, aStart());
      expect(await statesOf(other)).toEqual([['queued', 3]]);
      await writer().cancelQueuedOf(transaction, job.id);
      await transaction.commit();
      expect(await statesOf(other)).toEqual([['queued', 1]]);
    });

    it('gives on the seat of what it cancels, one that was on its way again', async () => {
      const [job, other] = [
        await bench.addJob({ definition: { concurrency, overlap: 'allow' } }),
        await bench.addJob(),
      ];
      const execution = aStart();
      await bench.start(job, execution);
      await bench.requestCancel(execution.documentId);
      await readFirst(job);
      await database.knex.transaction((one) => writer().retryExecution(one, execution.documentId));
      await bench.start(other, aStart());
      expect(await statesOf(other)).toEqual([['queued', 3]]);
      await writer().requestCancel(transaction, execution.documentId);
      await transaction.commit();
      expect(await statesOf(other)).toEqual([['queued', 1]]);
    });
  });

if (servers.length === 0) it.todo('transactions of use cases: no server is given');
