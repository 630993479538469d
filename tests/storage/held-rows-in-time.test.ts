import type { Knex } from 'knex';

import { createSystemClock } from '../../server/src/system-clock';
import type { AttemptEnd, EngineStore } from '../../server/src/engine/ports';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import { eventually } from '../support/eventually';
import { admit, anAdvance, anEnd, anExecution, aPlan, aSuccess } from '../support/factories';
import { createSchema, type SchemaDatabase } from '../support/schema';
import { statementsOf } from '../support/statements';
import { databaseBench, START, type AddedJob, type Bench } from '../support/store-bench';

const servers = DATABASES.filter((name) => name !== 'sqlite').filter(isAvailable);

const WAITS = { waits: true };

/** How many transactions of this database stand in a queue for rows. */
const WAITING = {
  postgres: `SELECT COUNT(*) AS waiting FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  // The list of transactions is a copy that does not grow older while somebody looks at it.
  mysql: `SELECT COUNT(*) AS waiting FROM information_schema.processlist
     WHERE db = DATABASE() AND command = 'Query' AND info LIKE '%FOR UPDATE'`,
} as const;

const suite = (name: DatabaseName): void => {
  let database: SchemaDatabase;
  let bench: Bench;
  /** As in life: a database that says nothing for four seconds is given up. */
  let store: EngineStore;
  beforeAll(async () => {
    database = await createSchema(name);
  }, 120_000);
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await databaseBench(database);
    const { knex, client } = database;
    const limit = { clock: createSystemClock() };
    store = createEngineStore({ knex, client, now: () => bench.clock.now, limit });
  });

  /** A running execution of this job, and its end. */
  const endOf = async (
    job: AddedJob,
    given: Parameters<typeof anExecution>[0] = {}
  ): Promise<AttemptEnd> => {
    const plan = aPlan({ overlap: 'allow' });
    const execution = anExecution({ slotAt: START, readyAt: START, plan, ...given });
    const step = anAdvance({
      job: { ...job, revision: 1, overlap: 'allow' },
      fromNextAt: START,
      nextAt: null,
      cursorAt: START,
      executions: [execution],
    });
    await store.enqueueDue([step], admit);
    const request = { node: 'a', token: 'token', limit: 1, total: null };
    const { executions } = await store.claim({ ...request, leaseMs: 60_000, aheadMs: 0 });
    return anEnd(executions[0]!, aSuccess(START));
  };
  const aJob = () => bench.addJob({ nextAt: START });
  const statusOf = async (job: AddedJob) => (await bench.executionsOf(job.id))[0]?.status;
  const begin = () => database.knex.transaction({ isolationLevel: 'read committed' });
  const hold = async (gone: Knex.Transaction, table: string, where: Record<string, unknown>) => {
    await gone(`job_scheduler_${table}`).where(where).forUpdate().select('id');
  };

  const countWaiting = async (): Promise<number> => {
    const { knex, client } = database;
    const answer = await knex.raw(WAITING[client === 'mysql' ? 'mysql' : 'postgres']);
    return Number((client === 'mysql' ? answer[0] : answer.rows)[0].waiting);
  };

  /** What is asked for while somebody holds these rows and somebody else queues for them already; then these let go. */
  const askedBehindOthers = async <T>(
    table: string,
    where: Record<string, unknown>,
    ask: () => Promise<T>
  ): Promise<T> => {
    const first = await begin();
    await hold(first, table, where);
    const second = await begin();
    const following = hold(second, table, where);
    await eventually(countWaiting, (waiting) => waiting === 1);
    const asking = ask();
    // Whoever does not queue has its answer already.
    await Promise.race([asking, eventually(countWaiting, (waiting) => waiting === 2)]);
    await first.commit();
    await following;
    await second.commit();
    return asking;
  };

  it.each([
    ['jobs', 'a job'],
    ['locks', 'a limit'],
  ])('an end queues for a row of %s behind the others, and has its turn with %s', async (table) => {
    const job = await aJob();
    const end = await endOf(job, { limit: { key: 'key:crm', count: 1 } });
    const where = table === 'jobs' ? { id: job.id } : { name: 'limit:key:crm' };
    const answer = await askedBehindOthers(table, where, () => store.record([end], WAITS));
    expect(answer).toMatchObject({ stale: [], busy: [] });
    expect(await statusOf(job)).toBe('succeeded');
  });

  it.each(['jobs', 'locks'])(
    'an end that waits for rows of %s whose holder stands still waits once, and can be tried again',
    async (table) => {
      const job = await aJob();
      const end = await endOf(job, { limit: { key: 'key:crm', count: 1 } });
      const gone = await begin();
      await hold(gone, table, table === 'jobs' ? { id: job.id } : { name: 'limit:key:crm' });
      const answers: unknown[] = [];
      const sent = await statementsOf(database, async () => {
        answers.push(await store.record([end], WAITS));
      });
      expect(answers).toEqual([{ stale: [], busy: [end.ref], tells: false, gives: false }]);
      const waits = sent.filter(
        ({ sql }) => sql.endsWith('FOR UPDATE') && sql.includes(`_${table}`)
      );
      expect(waits).toHaveLength(1);
      expect(await statusOf(job)).toBe('running');

      await gone.rollback();
      expect(await store.record([end], WAITS)).toMatchObject({ stale: [], busy: [] });
      expect(await statusOf(job)).toBe('succeeded');
    }
  );

  it('the ends of an upstream job are told to a job for which others queue, and to none whose holder stands still', async () => {
    const upstream = await aJob();
    const { documentId } = upstream;
    const definition = { dependencies: { mode: 'all_success' as const, jobs: [documentId] } };
    const dependent = await bench.addJob({ definition });
    const { knex } = database;
    await knex('job_scheduler_links').insert({
      job_id: dependent.id,
      kind: 'dependency',
      target: documentId,
    });
    const end = { job_document_id: documentId, status: 'succeeded', at: START };
    await knex('job_scheduler_upstream_ends').del();
    await knex('job_scheduler_upstream_ends').insert({ ...end, execution_document_id: 'first' });
    const consume = (of: string) =>
      store.consumeUpstreamEnds({
        limit: 100,
        answer: () => ({ tokens: [], letGo: [], begun: [], replaced: [] }),
        admit,
        of,
      });
    const gone = await begin();
    await hold(gone, 'jobs', { id: dependent.id });
    expect(await consume(documentId)).toMatchObject({ consumed: 0, kept: [documentId] });
    await gone.rollback();
    expect((await consume('another')).consumed).toBe(0);
    const told = await askedBehindOthers('jobs', { id: dependent.id }, () => consume(documentId));
    expect(told.consumed).toBe(1);
  });

  it('a connection that waited for a second waits as long as before afterwards', async () => {
    const job = await aJob();
    const end = await endOf(job);
    const gone = await begin();
    const question =
      database.client === 'mysql'
        ? 'SELECT @@SESSION.innodb_lock_wait_timeout AS patience'
        : "SELECT current_setting('lock_timeout') AS patience";
    const patience = async (): Promise<unknown[]> => {
      const connections = await Promise.all([begin(), begin(), begin()]);
      const answers = await Promise.all(connections.map((one) => one.raw(question)));
      await Promise.all(connections.map((one) => one.commit()));
      return answers.map((answer) => {
        const rows = database.client === 'mysql' ? answer[0] : answer.rows;
        return String(rows[0].patience);
      });
    };
    const before = await patience();
    await hold(gone, 'jobs', { id: job.id });
    await store.record([end], WAITS);
    await gone.rollback();
    await store.record([end], WAITS);
    expect(await patience()).toEqual(before);
  });
};

for (const name of servers)
  describe(`ends that wait for rows on ${name}`, () => {
    suite(name);
  });

if (servers.length === 0) it.todo('ends that wait for rows: no server is given');
