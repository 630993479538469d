import type { LogLine } from '../contract/execution';
import type { NewLogLine } from '../engine/ports';
import type { LogQuery } from '../services/ports';
import type { LogSlice } from '../services/records';
import { fromJson } from './engine/rows';
import { query } from './engine/session';
import type { Session } from './engine/session';

/** Chunks that one question reads at a time, and how many it looks through for a search. */
const CHUNKS = 20;
const MAX_ROUNDS = 10;

/** Lines after a cursor, in order, bounded in number and in what is looked through to find them. */
export const readLog = async (session: Session, request: LogQuery): Promise<LogSlice> => {
  const lines: LogLine[] = [];
  let nextAfter = request.after;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { stored, isLast } = await readChunks(session, request.executionId, nextAfter);
    for (const line of stored) {
      if (lines.length >= request.limit) return { lines, nextAfter, reachedEnd: false };
      nextAfter = line.seq;
      if (matches(line, request)) lines.push({ ...line, at: new Date(line.at).toISOString() });
    }
    if (isLast) return { lines, nextAfter, reachedEnd: true };
  }
  return { lines, nextAfter, reachedEnd: false };
};

const readChunks = async (
  session: Session,
  executionId: number,
  after: number
): Promise<{ stored: NewLogLine[]; isLast: boolean }> => {
  const rows = await query(
    session,
    `SELECT c.lines FROM ${session.tables.logChunks} c
     WHERE c.execution_id = ? AND c.last_seq > ? ORDER BY c.first_seq LIMIT ${CHUNKS}`,
    [executionId, after]
  );
  const stored = rows.flatMap((row) => fromJson(row['lines']) as NewLogLine[]);
  return { stored: stored.filter(({ seq }) => seq > after), isLast: rows.length < CHUNKS };
};

const matches = (line: NewLogLine, { q, stream }: LogQuery): boolean =>
  (stream === null || line.stream === stream) &&
  (q === null || line.text.toLowerCase().includes(q.toLowerCase()));
