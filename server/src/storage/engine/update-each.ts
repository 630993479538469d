import { execute, type Client, type Row, type Session } from './session';

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
  const most = ROWS_PER_STATEMENT[session.client];
  for (let from = 0; from < update.rows.length; from += most) {
    const rows = update.rows.slice(from, from + most);
    const values = VALUES[session.client](update.columns, rows);
    const bindings = [...values.bindings, ...idsFor(session.client, rows)];
    await execute(session, statement(session.client, update, values.sql), bindings);
  }
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
    rows.map((row) =>
      Object.fromEntries(
        names.flatMap((name, at) => (row[name] === null ? [] : [[`c${at}`, row[name]]]))
      )
    )
  );

const asJson = (columns: Columns, rows: Row[]): string =>
  JSON.stringify(rows, ['', ...Object.keys(columns)]);
