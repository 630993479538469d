import { toNumber } from './rows';
import { execute, query, type Client, type Row, type Session } from './session';

type ColumnType = 'integer' | 'text' | 'json';
type Columns = Record<string, ColumnType>;

interface UpdateEach {
  table: string;
  /** The columns of `rows`; `id` is always one of them. */
  columns: Columns;
  rows: Row[];
  /** Column → SQL, in which `t` is the row of the table and `v` the row of values. */
  set: Record<string, string>;
  /** Which rows besides `t.id = v.id`; nothing where left out. */
  where?: string;
}

/** MySQL: the bindings of one statement stay far below its limit. The others take all rows as one. */
const ROWS_PER_STATEMENT: Record<Client, number> = { postgres: 1000, sqlite: 1000, mysql: 100 };

/** Updates many rows by their id, each with values of its own, in very few statements. */
export const updateEach = async (session: Session, update: UpdateEach): Promise<void> => {
  for (const { sql, bindings } of statementsOf(session.client, update))
    await execute(session, sql, bindings);
};

/** The same; answers the ids of the rows that were changed, which MySQL and MariaDB do not tell. */
export const updateAndTell = async (session: Session, update: UpdateEach): Promise<number[]> => {
  const id = session.client === 'sqlite' ? 'id' : 't.id';
  const told: Row[] = [];
  for (const { sql, bindings } of statementsOf(session.client, update))
    told.push(...(await query(session, `${sql} RETURNING ${id}`, bindings)));
  return told.map((row) => toNumber(row['id']));
};

const statementsOf = (
  client: Client,
  update: UpdateEach
): { sql: string; bindings: unknown[] }[] => {
  // Whoever changes several rows goes through them in one order: nobody waits in a circle.
  const sorted = update.rows.toSorted((a, b) => Number(a['id']) - Number(b['id']));
  const statements = [];
  for (let from = 0; from < sorted.length; from += ROWS_PER_STATEMENT[client]) {
    const rows = sorted.slice(from, from + ROWS_PER_STATEMENT[client]);
    const values = VALUES[client](update.columns, rows);
    const bindings = [...values.bindings, ...idsFor(client, rows)];
    statements.push({ sql: statement(client, update, values.sql), bindings });
  }
  return statements;
};

const statement = (client: Client, update: UpdateEach, values: string): string => {
  const where = ['t.id = v.id', ...(update.where ? [update.where] : []), ...AMONG[client]].join(
    ' AND '
  );
  const target = client === 'mysql' ? 't.' : '';
  const set = Object.entries(update.set)
    .map(([column, sql]) => `${target}${column} = ${sql}`)
    .join(', ');
  return client === 'mysql'
    ? `UPDATE ${update.table} t JOIN (${values}) v ON t.id = v.id SET ${set} WHERE ${where}`
    : `UPDATE ${update.table} AS t SET ${set} FROM (${values}) AS v WHERE ${where}`;
};

/** PostgreSQL takes any JSON for a hundred rows, and reads a small table whole for so many: told the ids, it finds them. */
const AMONG: Record<Client, string[]> = {
  postgres: ['t.id = ANY(CAST(? AS bigint[]))'],
  sqlite: [],
  mysql: [],
};

const idsFor = (client: Client, rows: Row[]): unknown[] =>
  client === 'postgres' ? [rows.map((row) => row['id'])] : [];

interface Values {
  sql: string;
  bindings: unknown[];
}

const POSTGRES_TYPES: Record<ColumnType, string> = {
  integer: 'bigint',
  text: 'text',
  json: 'text',
};

/** The rows as a table. One binding, however many they are, keeps the statement short and always the same. */
const VALUES: Record<Client, (columns: Columns, rows: Row[]) => Values> = {
  postgres: (columns, rows) => {
    const names = Object.entries(columns);
    const types = names.map(([, type], at) => `c${at} ${POSTGRES_TYPES[type]}`);
    const cells = names.map(([name, type], at) =>
      type === 'json' ? `CAST(given.c${at} AS jsonb) AS ${name}` : `given.c${at} AS ${name}`
    );
    return {
      sql: `SELECT ${cells.join(', ')}
            FROM json_to_recordset(CAST(? AS json)) AS given(${types.join(', ')})`,
      bindings: [asShortJson(Object.keys(columns), rows)],
    };
  },
  sqlite: (columns, rows) => ({
    sql: `SELECT ${Object.keys(columns)
      .map((name) => `json_extract(value, '$.${name}') AS ${name}`)
      .join(', ')} FROM json_each(?)`,
    bindings: [asJson(columns, rows)],
  }),
  mysql: (columns, rows) => {
    const names = Object.keys(columns);
    const select = `SELECT ${names.map((name) => `? AS ${name}`).join(', ')}`;
    return {
      sql: rows.map(() => select).join(' UNION ALL '),
      bindings: rows.flatMap((row) => names.map((name) => row[name])),
    };
  },
};

/** With short names, and without what is null: a batch is half as long. */
const asShortJson = (names: string[], rows: Row[]): string =>
  JSON.stringify(
    rows.map((row) => {
      const short: Row = {};
      for (let at = 0; at < names.length; at += 1) {
        const value = row[names[at] ?? ''];
        if (value !== null) short[`c${at}`] = value;
      }
      return short;
    })
  );

const asJson = (columns: Columns, rows: Row[]): string =>
  JSON.stringify(rows, ['', ...Object.keys(columns)]);
