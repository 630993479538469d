import { latest } from './latest';
import { query, type Row, type Session } from './session';

/** The first rows of several queues. */
interface Heads {
  columns: string;
  /** With one mark for the queue's value. */
  where: string;
  order: string;
  limit: number;
}

/** SQLite takes at most 500 parts of a compound statement. */
const QUEUES_PER_STATEMENT = 100;

/** The first executions of each of several queues: each is the beginning of a stretch of an index, however long it is. */
export const heads = async (
  session: Session,
  values: readonly (string | number)[],
  { columns, where, order, limit }: Heads
): Promise<Row[]> => {
  const found: Row[] = [];
  for (let from = 0; from < values.length; from += QUEUES_PER_STATEMENT) {
    const chunk = values.slice(from, from + QUEUES_PER_STATEMENT);
    const parts = chunk.map(
      (_, at) =>
        `SELECT * FROM (SELECT ${columns} FROM ${session.tables.executions} WHERE ${where}
         ORDER BY ${order} LIMIT ${limit} ${latest(session)}) AS queue_${at}`
    );
    found.push(...(await query(session, parts.join(' UNION ALL '), chunk)));
  }
  return found;
};
