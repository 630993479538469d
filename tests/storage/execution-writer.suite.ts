import type { Overlap } from '../../server/src/contract/job';
import type { AfterAttempt } from '../../server/src/domain/transition';
import type { ClaimedExecution, NewExecution } from '../../server/src/engine/ports';
import { createExecutionWriter } from '../support/execution-writer';
import type { ExecutionWriter } from '../support/execution-writer';
import { admit, anExecution, aPlan } from '../support/factories';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, START } from '../support/store-bench';
import type { Bench } from '../support/store-bench';

/** What services change in the queue, in transactions of their own. */
export const executionWriterSuite = (open: () => SchemaDatabase): void => {
  let database: SchemaDatabase;
  let bench: Bench;
  let writer: ExecutionWriter;
  beforeEach(async () => {
    database = open();
    bench = await databaseBench(database);
    writer = createExecutionWriter({ client: database.client, now: () => bench.clock.now });
  });

  type AddedJob = Awaited<ReturnType<Bench['addJob']>>;

  const start = (job: AddedJob, overlap: Overlap, given: Partial<NewExecution> = {}) =>
    database.knex.transaction((trx) =>
      writer.startExecution(trx, {
        job: { ...job, overlap },
        execution: anExecution({ readyAt: START, plan: aPlan({ overlap }), ...given }),
        admit,
      })
    );
  const cancel = (documentId: string) =>
    database.knex.transaction((trx) => writer.requestCancel(trx, documentId));
  const retry = (documentId: string) =>
    database.knex.transaction((trx) => writer.retryExecution(trx, documentId));

  const claimOne = async (token = 'token-a') => {
    const request = { node: 'node-a', token, limit: 1, total: null, leaseMs: 60_000, aheadMs: 0 };
    const { executions } = await bench.store.claim(request);
    return executions[0];
  };

  const record = (claimed: ClaimedExecution, status: 'succeeded' | 'failed' | 'queued') => {
    const error = null;
    const next: AfterAttempt =
      status === 'queued'
        ? { status, readyAt: START + 1000, error }
        : { status, reason: null, finishedAt: START, result: null, error, exitCode: null };
    const attempt = {
      attempt: claimed.ref.attempt,
      status: status === 'succeeded' ? status : ('failed' as const),
      startedAt: null,
      finishedAt: null,
      durationMs: null,
      node: null,
      error,
      exitCode: null,
    };
    const { ref, job, limitKey } = claimed;
    return bench.store.record([{ ref, job: { id: job.id }, limitKey, attempt, next }]);
  };

  const only = async (job: AddedJob) => {
    const executions = await bench.executionsOf(job.id);
    expect(executions).toHaveLength(1);
    return executions[0]!;
  };

  describe('a start by hand', () => {
    it('is queued at once', async () => {
      const job = await bench.addJob();
      const { documentId, status } = await start(job, 'skip');
      expect(status).toBe('queued');
      expect(await only(job)).toMatchObject({ documentId, claimable: 1, slotAt: null });
      expect(await claimOne()).toMatchObject({ documentId, trigger: 'manual' });
    });

    it('is recorded as skipped while one is in progress, where the job does not overlap', async () => {
      const job = await bench.addJob();
      await start(job, 'skip');
      expect(await start(job, 'skip')).toMatchObject({ status: 'skipped' });
      await claimOne();
      expect(await start(job, 'skip')).toMatchObject({ status: 'skipped' });
      expect((await bench.executionsOf(job.id)).map(({ reason }) => reason)).toEqual([
        null,
        'overlap',
        'overlap',
      ]);
    });

    it('is queued beside others where the job overlaps', async () => {
      const job = await bench.addJob();
      await start(job, 'allow');
      expect(await start(job, 'allow')).toMatchObject({ status: 'queued' });
    });

    it('sees those in progress that started before overlapping was forbidden', async () => {
      const job = await bench.addJob();
      await start(job, 'allow');
      expect(await start(job, 'skip')).toMatchObject({ status: 'skipped' });
    });

    it('is refused where the job is gone or the occurrence has its record', async () => {
      const job = await bench.addJob();
      await start(job, 'allow', { slotAt: START });
      await expect(start(job, 'allow', { slotAt: START })).rejects.toThrow('record already');
      await expect(start({ ...job, id: 999_999 }, 'allow')).rejects.toThrow(/foreign key/i);
    });

    it('leaves nothing behind where the transaction of the caller fails', async () => {
      const job = await bench.addJob();
      const failing = database.knex.transaction(async (trx) => {
        const execution = anExecution();
        await writer.startExecution(trx, { job: { ...job, overlap: 'skip' }, execution, admit });
        throw new Error('the caller changed its mind');
      });
      await expect(failing).rejects.toThrow('changed its mind');
      expect(await bench.executionsOf(job.id)).toEqual([]);
    });

    it('carries what Strapi would have filled in', async () => {
      const job = await bench.addJob();
      await start(job, 'skip');
      const row = await database.knex('job_scheduler_executions').first();
      for (const column of ['created_at', 'updated_at', 'published_at']) {
        expect(new Date(row[column]).getTime()).toBe(START);
      }
      expect(row.locale).toBeNull();
    });
  });

  describe('a wish to cancel', () => {
    it('ends what waits, and lets the next one in', async () => {
      const job = await bench.addJob({ nextAt: START });
      const both = [START, START + 1].map((slotAt) =>
        anExecution({ slotAt, readyAt: START, plan: aPlan({ overlap: 'skip' }) })
      );
      const advance = {
        job: { ...job, revision: 1, overlap: 'skip' as const },
        fromNextAt: START,
        nextAt: null,
        cursorAt: START,
        executions: both,
      };
      await bench.store.enqueueDue([advance], admit);
      bench.clock.now = START + 5;
      expect(await cancel(both[0]!.documentId)).toBe('cancelled');
      const [first, second] = await bench.executionsOf(job.id);
      expect(first).toMatchObject({ status: 'cancelled', finishedAt: START + 5, overlapKey: null });
      expect(second).toMatchObject({ status: 'queued', claimable: 1 });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0 });
    });

    it('ends what waits for a retry, and counts it: it did run', async () => {
      const job = await bench.addJob();
      const { documentId } = await start(job, 'skip');
      await record((await claimOne())!, 'queued');
      expect(await cancel(documentId)).toBe('cancelled');
      expect(await only(job)).toMatchObject({ status: 'cancelled', claimable: null });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 1, failureCount: 1 });
      bench.clock.now = START + 5000;
      expect(await claimOne()).toBeUndefined();
    });

    it('is handed to the node of what runs, once', async () => {
      const job = await bench.addJob();
      const { documentId } = await start(job, 'skip');
      await claimOne();
      expect(await cancel(documentId)).toBe('signalled');
      bench.clock.now = START + 9;
      expect(await cancel(documentId)).toBe('signalled');
      expect(await only(job)).toMatchObject({ status: 'running', cancelRequestedAt: START });
    });

    it('changes nothing that is over, and knows what there never was', async () => {
      const job = await bench.addJob();
      const { documentId } = await start(job, 'skip');
      await record((await claimOne())!, 'succeeded');
      expect(await cancel(documentId)).toBe('finished');
      expect(await only(job)).toMatchObject({ status: 'succeeded' });
      expect(await cancel('nothing')).toBe('unknown');
    });
  });

  describe('a retry by hand', () => {
    const failed = async (overlap: Overlap = 'skip') => {
      const job = await bench.addJob();
      const { documentId } = await start(job, overlap, {
        plan: aPlan({ overlap, retry: { ...aPlan().retry, maxAttempts: 1 } }),
      });
      await record((await claimOne())!, 'failed');
      return { job, documentId };
    };

    it('gives one more attempt to the same record, and counts it once in the end', async () => {
      const { job, documentId } = await failed();
      bench.clock.now = START + 60_000;
      expect(await retry(documentId)).toBe('queued');
      const again = await claimOne('token-b');
      expect(again).toMatchObject({
        documentId,
        ref: { attempt: 2 },
        maxAttempts: 2,
        firstStartedAt: START,
        attempts: [{ attempt: 1, status: 'failed' }],
      });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0, failureCount: 0 });
      await record(again!, 'succeeded');
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 1, failureCount: 0 });
    });

    it('forgets the wish to cancel that ended it', async () => {
      const job = await bench.addJob();
      const { documentId } = await start(job, 'skip');
      const claimed = await claimOne();
      await cancel(documentId);
      await record(claimed!, 'queued');
      expect(await only(job)).toMatchObject({ status: 'cancelled' });
      expect(await retry(documentId)).toBe('queued');
      expect(await only(job)).toMatchObject({ status: 'queued', cancelRequestedAt: null });
    });

    it('gives one and no more, whatever the policy had left', async () => {
      const job = await bench.addJob();
      const { documentId } = await start(job, 'skip', {
        plan: aPlan({ retry: { ...aPlan().retry, maxAttempts: 4 } }),
      });
      const claimed = await claimOne();
      await cancel(documentId);
      await record(claimed!, 'queued');
      expect(await retry(documentId)).toBe('queued');
      expect(await claimOne('token-b')).toMatchObject({ ref: { attempt: 2 }, maxAttempts: 2 });
    });

    it('waits for nobody: it is refused while another one is in progress', async () => {
      const { job, documentId } = await failed();
      const other = await start(job, 'skip');
      expect(await retry(documentId)).toBe('overlap');
      await cancel(other.documentId);
      expect(await retry(documentId)).toBe('queued');
      expect(await start(job, 'skip')).toMatchObject({ status: 'skipped' });
    });

    it('waits in line where the job lets all wait, and for a seat of the limit that the job has today', async () => {
      const concurrency = { limit: 1, key: 'crm' };
      const job = await bench.addJob({ definition: { overlap: 'queue-all', concurrency } });
      const { documentId } = await start(job, 'queue-all');
      await record((await claimOne())!, 'failed');
      const other = await start(job, 'queue-all', { limit: { key: 'key:crm', count: 1 } });
      const running = (await claimOne('token-b'))!;
      expect(running).toMatchObject({ documentId: other.documentId, limitKey: 'key:crm' });
      expect(await retry(documentId)).toBe('queued');
      expect(await claimOne('token-c')).toBeUndefined();
      await record(running, 'succeeded');
      const again = (await claimOne('token-d'))!;
      expect(again).toMatchObject({ documentId, limitKey: 'key:crm', ref: { attempt: 2 } });
      await start(await bench.addJob(), 'allow', { limit: { key: 'key:crm', count: 1 } });
      expect(await claimOne('token-e')).toBeUndefined();
      await record(again, 'succeeded');
      expect(await claimOne('token-f')).toMatchObject({ limitKey: 'key:crm' });
    });

    it('is refused for what goes on, what succeeded and what is unknown', async () => {
      const job = await bench.addJob();
      const { documentId } = await start(job, 'skip');
      expect(await retry(documentId)).toBe('not-finished');
      const claimed = await claimOne();
      expect(await retry(documentId)).toBe('not-finished');
      await record(claimed!, 'succeeded');
      expect(await retry(documentId)).toBe('not-unsuccessful');
      expect(await retry('nothing')).toBe('unknown');
    });
  });

  describe('deleting a job', () => {
    it('cancels what waits, asks what runs to cancel, and keeps the records', async () => {
      const job = await bench.addJob();
      await start(job, 'allow');
      const running = await claimOne();
      const { documentId } = await start(job, 'allow');
      await database.knex.transaction(async (trx) => {
        await writer.cancelQueuedOf(trx, job.id);
        await trx('job_scheduler_jobs').where({ id: job.id }).del();
      });
      const rows = await database.knex('job_scheduler_executions').orderBy('id');
      expect(rows).toMatchObject([
        { status: 'running', job_id: null, job_name: job.name, claimable: null },
        { status: 'cancelled', job_id: null, document_id: documentId, claimable: null },
      ]);
      expect(await bench.store.findCancelRequests([running!.ref])).toEqual([running!.ref]);
      expect(await record(running!, 'failed')).toMatchObject({ stale: [] });
      expect(await retry(documentId)).toBe('unknown');
    });
  });
};
