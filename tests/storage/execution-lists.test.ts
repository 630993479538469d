import { EXECUTION_SORTS } from '../../server/src/services/ports';
import type { ExecutionQuery } from '../../server/src/services/ports';
import { nowSql } from '../../server/src/storage/engine/database-clock';
import { quotedTables } from '../../server/src/storage/engine/session';
import { listExecutions } from '../../server/src/storage/executions';
import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import { createSchema, type SchemaDatabase } from '../support/schema';
import { hasPlan, planOf, statementsOf } from '../support/statements';
import { databaseBench, insertJob, START } from '../support/store-bench';

const ALL: ExecutionQuery = {
  limit: 20,
  offset: 0,
  sort: { field: 'queuedAt', descending: true },
  q: null,
  status: [],
  trigger: [],
  job: null,
  from: null,
  to: null,
};
const HOUR = 3_600_000;
const ROWS = 3_000;
/** Rows are as wide as records are: an index is worth its while. */
const PARAMETERS = JSON.stringify({ text: 'x'.repeat(1_000) });

const ANALYZE: Record<DatabaseName, string> = {
  sqlite: 'ANALYZE',
  postgres: 'VACUUM ANALYZE job_scheduler_executions',
  mysql: 'ANALYZE TABLE job_scheduler_executions',
};

/** Started and finished in another order than queued, some of them never; several at one instant. */
const rowAt = (at: number) => {
  const isOver = at % 7 !== 0;
  return {
    document_id: `listed-${at}`,
    job_document_id: 'job',
    job_name: 'job',
    trigger: at % 40 === 0 ? 'api' : 'schedule',
    slot_at: at % 5 === 0 ? null : START + at,
    ready_at: START,
    queued_at: START + at * HOUR,
    first_started_at: at % 11 === 0 ? null : START + ((at * 7_919) % 499),
    finished_at: isOver ? START + ((at * 104_729) % 997) : null,
    status: isOver ? 'succeeded' : 'queued',
    priority: 20,
    attempt: 0,
    max_attempts: 1,
    plan: '{}',
    parameters: PARAMETERS,
  };
};

const suite = (name: DatabaseName): void => {
  let database: SchemaDatabase;
  beforeAll(async () => {
    database = await createSchema(name);
    await databaseBench(database);
    const { knex } = database;
    const { id } = await insertJob(database);
    const rows = Array.from({ length: ROWS }, (_, at) => ({ ...rowAt(at), job_id: id }));
    await knex.batchInsert('job_scheduler_executions', rows, 100);
    await knex.raw(ANALYZE[name]);
  }, 120_000);
  afterAll(() => database.drop());

  const list = (request: Partial<ExecutionQuery>) => {
    const { knex, client } = database;
    const session = { connection: knex, client, tables: quotedTables(knex), now: nowSql(client) };
    const jobIdsWhere = () => ({ sql: '1 = 1', bindings: [] });
    return listExecutions({ ...session, jobIdsWhere }, { ...ALL, ...request }, { jobs: 'all' });
  };

  const sorts = EXECUTION_SORTS.flatMap((field) =>
    [true, false].map((descending) => ({ field, descending }))
  );
  const valueOf = { queuedAt: 'queuedAt', scheduledFor: 'slotAt' } as const;
  const columnOf = { ...valueOf, startedAt: 'firstStartedAt', finishedAt: 'finishedAt' } as const;

  it.each(sorts)(
    'pages by $field (descending: $descending) name each execution once, those without a value last',
    async (sort) => {
      const seen: (number | null)[] = [];
      const ids = new Set<number>();
      for (let offset = 0; offset < ROWS; offset += 97) {
        const { rows, total } = await list({ sort, offset, limit: 97 });
        expect(total).toBe(ROWS);
        seen.push(...rows.map((row) => row[columnOf[sort.field]]));
        for (const { id } of rows) ids.add(id);
      }
      expect(ids.size).toBe(ROWS);
      const values = seen.filter((value) => value !== null);
      const sorted = values.toSorted((a, b) => (sort.descending ? b - a : a - b));
      const empty = Array.from({ length: ROWS - values.length }, () => null);
      expect(seen).toEqual([...sorted, ...empty]);
      expect((await list({ sort, offset: ROWS })).rows).toEqual([]);
    }
  );

  it.each([
    // The order of the primary key needs no other index.
    ...sorts.filter(({ field }) => field !== 'queuedAt').map((sort) => ({ sort })),
    { trigger: ['api' as const] },
    { from: START + 2 * HOUR, to: START + 5 * HOUR },
    { status: ['queued' as const] },
    // Behind the last that has an instant.
    { sort: { field: 'scheduledFor' as const, descending: false }, offset: ROWS - 100 },
  ])('finds a page and its total by an index: %j', async (request) => {
    const sent = await statementsOf(database, () => list(request));
    const statements = sent.filter(hasPlan);
    expect(statements.length).toBeGreaterThanOrEqual(2);
    for (const statement of statements) {
      const { fullScans } = await planOf(database, statement);
      // SQLite names the page itself, which is all ids that were found.
      const big = fullScans.filter((scan) => scan !== 'page');
      expect({ sql: statement.sql, big }).toEqual({ sql: statement.sql, big: [] });
    }
  });

  it.each([true, false])(
    'goes through the table once, up to the end of the page, for those queued last or first (%s)',
    async (descending) => {
      const sort = { field: 'queuedAt' as const, descending };
      const sent = await statementsOf(database, () => list({ sort, offset: 40 }));
      for (const statement of sent.filter(hasPlan)) {
        const { fullScans } = await planOf(database, statement);
        const big = fullScans.filter((scan) => scan !== 'page');
        expect({ sql: statement.sql, isOnce: big.length <= 1 }).toMatchObject({ isOnce: true });
      }
    }
  );
};

for (const name of DATABASES.filter(isAvailable)) {
  describe(`lists of executions on ${name}`, () => {
    suite(name);
  });
}
