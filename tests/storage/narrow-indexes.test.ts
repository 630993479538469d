import { execution } from '../../server/src/content-types/execution';
import { narrowIndexes } from '../../server/src/storage/narrow-indexes';
import { isAvailable } from '../support/databases';
import { createSchema, syncSchema, type SchemaDatabase } from '../support/schema';

const TABLE = 'job_scheduler_executions';

/** The indexes that have only some rows, with the words that make them, each with a number that a new one would not have. */
const narrowOf = async ({ knex, client }: SchemaDatabase): Promise<Record<string, string>> => {
  if (client === 'postgres') {
    const { rows } = await knex.raw<{ rows: { name: string; made: string }[] }>(
      `SELECT c.relname AS name, c.oid || ' ' || pg_get_indexdef(c.oid) AS made
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = CAST(? AS regclass) AND i.indpred IS NOT NULL`,
      [TABLE]
    );
    return Object.fromEntries(rows.map(({ name, made }) => [name, made]));
  }
  const rows = await knex.raw<{ name: string; made: string }[]>(
    `SELECT name, rootpage || ' ' || sql AS made FROM sqlite_master
     WHERE type = 'index' AND tbl_name = ? AND sql LIKE '% WHERE %'`,
    [TABLE]
  );
  return Object.fromEntries(rows.map(({ name, made }) => [name, made]));
};

describe.each((['sqlite', 'postgres'] as const).filter(isAvailable))('on %s', (client) => {
  let database: SchemaDatabase;
  let made: Record<string, string>;
  beforeAll(async () => {
    database = await createSchema(client);
    made = await narrowOf(database);
  });
  afterAll(() => database.drop());

  it('the indexes of what is on its way leave out the history', () => {
    expect(Object.keys(made).sort()).toEqual([
      'job_scheduler_exec_claim',
      'job_scheduler_exec_limit',
      'job_scheduler_exec_overlap',
      'job_scheduler_exec_ready',
      'job_scheduler_exec_seat',
      'job_scheduler_exec_slot',
      'job_scheduler_exec_upstreams',
      'job_scheduler_executions_created_by_id_fk',
      'job_scheduler_executions_job_id_fk',
      'job_scheduler_executions_updated_by_id_fk',
    ]);
  });

  it('nothing is left of making them', async () => {
    const all =
      client === 'postgres'
        ? await database.knex('pg_indexes').where({ tablename: TABLE }).pluck('indexname')
        : await database.knex('sqlite_master').where({ tbl_name: TABLE }).pluck('name');
    expect(all).toContain('job_scheduler_exec_slot');
    expect(all.filter((name: string) => name.endsWith('_new'))).toEqual([]);
  });

  it.each([
    ['one of many rows', 'job_scheduler_exec_limit', '', 'limit_key, claimable, claim_order'],
    ['a unique one', 'job_scheduler_exec_slot', 'UNIQUE', 'job_id, slot_at'],
  ])('%s that a process left half made is made anew', async (_which, name, unique, columns) => {
    await database.knex.raw(`DROP INDEX ${name}`);
    for (const left of client === 'postgres' ? [name, `${name}_new`] : [name])
      await database.knex.raw(`CREATE ${unique} INDEX ${left} ON ${TABLE} (${columns})`);
    await narrowIndexes(database, execution.schema);
    expect(Object.keys(await narrowOf(database)).sort()).toEqual(Object.keys(made).sort());
    made = await narrowOf(database);
    expect(made[name]).toContain(`${unique === '' ? 'CREATE' : 'CREATE UNIQUE'} `);
  });

  it('a second start makes none of them anew', async () => {
    await narrowIndexes(database, execution.schema);
    expect(await narrowOf(database)).toEqual(made);
  });

  it('Strapi, looking through the whole schema, leaves them as they are, but for one that the next start mends', async () => {
    await database.knex('strapi_database_schema').update({ hash: 'of another version' });
    await syncSchema(database.env);
    // On PostgreSQL it does not see that an index has the id, and makes those that do anew.
    const { job_scheduler_exec_claim: withId, ...others } = made;
    expect(await narrowOf(database)).toEqual(client === 'postgres' ? others : made);
    await narrowIndexes(database, execution.schema);
    expect(await narrowOf(database)).toEqual({
      ...others,
      job_scheduler_exec_claim: expect.stringContaining(withId?.replace(/^\d+ /, '') ?? ''),
    });
  });

  it('an index that Strapi made anew, of all rows, is narrow again after the next start of several nodes at once', async () => {
    const name = 'job_scheduler_exec_ready';
    await database.knex.raw(`DROP INDEX ${name}`);
    await database.knex.raw(`CREATE INDEX ${name} ON ${TABLE} (claimable, ready_at)`);
    expect(await narrowOf(database)).not.toHaveProperty(name);
    await Promise.all([1, 2, 3].map(() => narrowIndexes(database, execution.schema)));
    expect(Object.keys(await narrowOf(database)).sort()).toEqual(Object.keys(made).sort());
  });

  if (client === 'postgres')
    it('gives way to a transaction that takes its time, and is done at the next start', async () => {
      const name = 'job_scheduler_exec_ready';
      await database.knex.raw(`DROP INDEX ${name}`);
      await database.knex.raw(`CREATE INDEX ${name} ON ${TABLE} (claimable, ready_at)`);
      const reader = await database.knex.transaction();
      await reader(TABLE).select('id');
      await expect(narrowIndexes(database, execution.schema)).rejects.toThrow('lock timeout');
      expect(await database.knex(TABLE).select('id')).toEqual([]);
      await reader.commit();
      await narrowIndexes(database, execution.schema);
      expect(Object.keys(await narrowOf(database)).sort()).toEqual(Object.keys(made).sort());
    });
});
