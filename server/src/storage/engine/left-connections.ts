import type { Knex } from 'knex';

import type { Clock } from '../../engine/ports';
import type { Line } from './line';

/**
 * What MySQL and MariaDB still hold of connections that we left because they said nothing. Neither limits how long a
 * transaction may wait for its next statement, so its locks would stay until the connection's end comes through, which
 * may be never: whoever left it ends it as soon as the server answers.
 */
interface Left {
  /** When each was left, by its number (monotonic milliseconds). */
  threads: Map<number, number>;
  /** When they were last looked for (monotonic milliseconds); null where one was left since. */
  lookedAt: number | null;
}
const left = new WeakMap<object, Left>();

/** What still works, or waits for others, is looked at again: every call of the store comes by here. */
const BETWEEN_LOOKS_MS = 1_000;
/** Another connection's number after a restart of the server must not be looked for for ever. */
const FORGET_AFTER_MS = 600_000;

/** Remembers a connection that is about to be closed without a word. PostgreSQL ends its transactions by itself. */
export const rememberLeft = (
  pool: object,
  connection: object,
  clock: Pick<Clock, 'monotonic'>
): void => {
  const { threadId } = connection as { threadId?: number | null };
  if (threadId === undefined || threadId === null) return;
  const { threads } = left.get(pool) ?? { threads: new Map<number, number>() };
  left.set(pool, { threads: threads.set(threadId, clock.monotonic()), lookedAt: null });
};

/**
 * Ends what was left, over a connection that works. Only what has stood still for as long as we had waited for it, with
 * our user on our database: after a restart of the server the number may be somebody else's. What could not be ended
 * is looked for again.
 */
export const endLeft = async (
  knex: Knex,
  { connection, heard, silenceMs }: Line,
  clock: Pick<Clock, 'monotonic'>
): Promise<void> => {
  const threads = threadsToLookFor(knex.client, clock.monotonic());
  if (threads === null) return;
  try {
    const answer: [Thread[]] = await knex.raw('SHOW PROCESSLIST').connection(connection);
    heard();
    const found = new Map(answer[0].map((thread) => [Number(thread.Id), thread]));
    const own = found.get((connection as { threadId: number }).threadId);
    const isOurs = ({ User, db }: Thread): boolean => User === own?.User && db === own.db;
    for (const id of threads.keys()) {
      const thread = found.get(id);
      if (thread === undefined || !isOurs(thread)) threads.delete(id);
      else if (isStill(thread, silenceMs)) {
        await knex.raw('KILL ?', [id]).connection(connection);
        heard();
        threads.delete(id);
      }
    }
  } catch {
    // This server has no such statements, or is silent again: what is still on the list is looked for later.
  }
};

/** Null where there is nothing to do now. */
const threadsToLookFor = (pool: object, now: number): Map<number, number> | null => {
  const known = left.get(pool);
  if (known === undefined || now - (known.lookedAt ?? -Infinity) < BETWEEN_LOOKS_MS) return null;
  const { threads } = known;
  for (const [id, leftAt] of threads) if (now - leftAt > FORGET_AFTER_MS) threads.delete(id);
  if (threads.size === 0) left.delete(pool);
  known.lookedAt = now;
  return threads.size === 0 ? null : threads;
};

const isStill = ({ Command, Time }: Thread, silenceMs: number): boolean =>
  Command === 'Sleep' && Number(Time) >= Math.floor(silenceMs / 1_000);

/** As the server spells it; knex may be told to answer numbers as text. */
interface Thread {
  Id: number | string;
  User: string;
  db: string | null;
  Command: string;
  /** Seconds in its present state. */
  Time: number | string;
}
