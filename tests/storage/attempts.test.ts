import type { AttemptView } from '../../server/src/contract/execution';
import { isoOf } from '../../server/src/domain/instant';
import type { ClaimedExecution } from '../../server/src/engine/ports';
import { attemptsOf } from '../../server/src/storage/engine/attempts';
import { admit, anExecution, aPlan } from '../support/factories';
import { DATABASES, isAvailable } from '../support/databases';
import { createSchema, type SchemaDatabase } from '../support/schema';
import { databaseBench, START, type Bench } from '../support/store-bench';

describe.each(DATABASES.filter(isAvailable))('on %s', (client) => {
  let database: SchemaDatabase;
  let bench: Bench;
  beforeAll(async () => {
    database = await createSchema(client);
  }, 120_000);
  beforeEach(async () => {
    bench = await databaseBench(database);
  });
  afterAll(() => database?.drop());

  const claimOne = async (token: string): Promise<ClaimedExecution> => {
    const request = { node: 'node-a', token, limit: 1, total: null, leaseMs: 60_000, aheadMs: 0 };
    const [claimed] = (await bench.store.claim(request)).executions;
    return claimed!;
  };

  const aClaimed = async (): Promise<ClaimedExecution> => {
    const job = await bench.addJob({ nextAt: START });
    const execution = anExecution({ trigger: 'schedule', slotAt: START, readyAt: START });
    const plan = { ...aPlan(), overlap: 'allow' as const };
    const advance = { fromNextAt: START, nextAt: START + 60_000, cursorAt: START };
    const executions = [{ ...execution, plan }];
    const of = { ...job, revision: 1, overlap: 'allow' as const };
    await bench.store.enqueueDue([{ job: of, ...advance, executions }], admit);
    return claimOne('first');
  };

  const anAttempt = (
    { ref, startedAt, node }: ClaimedExecution,
    given: Partial<AttemptView> = {}
  ): AttemptView => ({
    attempt: ref.attempt,
    status: 'succeeded',
    startedAt: isoOf(startedAt),
    finishedAt: isoOf(START + 1_234),
    durationMs: START + 1_234 - startedAt,
    node,
    error: null,
    exitCode: null,
    ...given,
  });

  /** Its end goes on record; the row, and what it says of the attempts. */
  const succeed = async (claimed: ClaimedExecution, attempt: AttemptView, isPlain = false) => {
    const { ref, job, limitKey } = claimed;
    const { exitCode } = attempt;
    const next = {
      status: 'succeeded' as const,
      reason: null,
      finishedAt: START + 1_234,
      result: null,
      error: null,
      exitCode,
    };
    await bench.store.record([{ ref, job: { id: job.id }, limitKey, attempt, isPlain, next }]);
    const row = await database.knex('job_scheduler_executions').where({ id: ref.id }).first();
    return { row, attempts: attemptsOf(row) };
  };

  it.each([
    ['that is all of its execution', {}, false],
    ['of a script', { exitCode: 0 }, false],
    ['that needs no look at the row', {}, true],
    ['of a script, without a look at the row,', { exitCode: 0 }, true],
  ])('a first success %s is told by the row alone', async (_of, given, isPlain) => {
    const claimed = await aClaimed();
    const attempt = anAttempt(claimed, given);
    const { row, attempts } = await succeed(claimed, attempt, isPlain);
    expect(attempts).toEqual([attempt]);
    expect(row.attempts).toBeNull();
  });

  it('attempts that the row keeps are not lost to an end that says there are none', async () => {
    const claimed = await aClaimed();
    const earlier = anAttempt(claimed, { attempt: 0, status: 'lost' });
    await database
      .knex('job_scheduler_executions')
      .where({ id: claimed.ref.id })
      .update({ attempts: JSON.stringify([earlier]) });
    const attempt = anAttempt(claimed);
    expect((await succeed(claimed, attempt, true)).attempts).toEqual([earlier, attempt]);
  });

  const hook = {
    name: 'notify',
    when: 'after',
    startedAt: isoOf(START),
    durationMs: 3,
    status: 'succeeded',
    error: null,
  };

  it.each([
    ['with hooks', { hooks: [hook] as never }],
    ['whose start the row does not know', { startedAt: isoOf(START - 5) }],
    ['on another node than the row says', { node: 'node-b' }],
  ])('a first success %s is kept as it was', async (_of, given) => {
    const claimed = await aClaimed();
    const attempt = anAttempt(claimed, given);
    expect((await succeed(claimed, attempt)).attempts).toEqual([attempt]);
  });

  it('a success after a failure keeps both', async () => {
    const claimed = await aClaimed();
    const { ref, job, limitKey } = claimed;
    const error = { name: 'Error', message: 'no', code: null };
    const failed = anAttempt(claimed, { status: 'failed', error });
    const next = { status: 'queued' as const, readyAt: START, error };
    await bench.store.record([{ ref, job: { id: job.id }, limitKey, attempt: failed, next }]);
    const again = await claimOne('second');
    const succeeded = anAttempt(again);
    expect((await succeed(again, succeeded)).attempts).toEqual([failed, succeeded]);
  });

  it('what runs, or never ran, has none', async () => {
    const { ref } = await aClaimed();
    const row = await database.knex('job_scheduler_executions').where({ id: ref.id }).first();
    expect(attemptsOf(row)).toEqual([]);
  });
});
