import { execute, type Client, type Row, type Session } from './session';

type ColumnType = 'integer' | 'text' | 'json';

interface UpdateEach {
  table: string;
  /** The columns of `rows`; `id` is always one of them. */
  columns: Record<string, ColumnType>;
  rows: Row[];
  /** Column → SQL, in which `t` is the row of the table and `v` the row of values. */
  set: Record<string, string>;
  /** Which rows besides `t.id = v.id`; nothing where left out. */
  where?: string;
}

/** Bindings of one statement stay far below every database's limit. */
const ROWS_PER_STATEMENT = 100;

/** Updates many rows by their id, each with values of its own, in as few statements as there are hundreds of rows. */
export const updateEach = async (session: Session, update: UpdateEach): Promise<void> => {
  for (let from = 0; from < update.rows.length; from += ROWS_PER_STATEMENT) {
    const rows = update.rows.slice(from, from + ROWS_PER_STATEMENT);
    const values = valuesOf(session.client, update.columns, rows);
    await execute(session, statement(session.client, update, values.sql), values.bindings);
  }
};

const statement = (client: Client, update: UpdateEach, values: string): string => {
  const where = ['t.id = v.id', ...(update.where ? [update.where] : [])].join(' AND ');
  const target = client === 'mysql' ? 't.' : '';
  const set = Object.entries(update.set)
    .map(([column, sql]) => `${target}${column} = ${sql}`)
    .join(', ');
  return client === 'mysql'
    ? `UPDATE ${update.table} t JOIN (${values}) v ON t.id = v.id SET ${set} WHERE ${where}`
    : `UPDATE ${update.table} AS t SET ${set} FROM (${values}) AS v WHERE ${where}`;
};

/** Only PostgreSQL has to be told the types: it takes an untyped value for text. */
const POSTGRES_TYPES: Record<ColumnType, string> = {
  integer: 'bigint',
  text: 'text',
  json: 'jsonb',
};

const valuesOf = (client: Client, columns: Record<string, ColumnType>, rows: Row[]) => {
  const names = Object.entries(columns);
  const cell = (type: ColumnType): string =>
    client === 'postgres' ? `CAST(? AS ${POSTGRES_TYPES[type]})` : '?';
  const select = `SELECT ${names.map(([name, type]) => `${cell(type)} AS ${name}`).join(', ')}`;
  return {
    sql: rows.map(() => select).join(' UNION ALL '),
    bindings: rows.flatMap((row) => names.map(([name]) => row[name])),
  };
};
