import type { Knex } from 'knex';

import type { Clock } from '../../engine/ports';
import { endLeft, rememberLeft } from './left-connections';
import type { Line } from './line';

/**
 * A database that says nothing for so long while it owes an answer is taken for unreachable. Shorter than the five
 * seconds in which work goes on once the network is back, longer than a statement of ours takes.
 */
const SILENCE_MS = 4_000;
/** Timers come before what has arrived, in a process that goes on after a while. */
const LAST_MOMENT_MS = 50;

/** How long a database may be silent. */
export interface TimeLimit {
  clock: Pick<Clock, 'after' | 'monotonic'>;
  silenceMs?: number;
}

/** The database did not answer in time; what was asked of it may have been done all the same. */
export class DatabaseSilent extends Error {
  override readonly name = 'DatabaseSilent';
  readonly code = 'ETIMEDOUT';
  constructor(silenceMs: number) {
    super(`the database did not answer for ${silenceMs} ms`);
  }
}

/**
 * Runs a call on a connection of its own and leaves both when the database is silent for too long: a network that
 * swallows everything closes no connection, and knex would wait for ever, for COMMIT as for the rest.
 */
export const withinSilence = async <T>(
  knex: Knex,
  { clock, silenceMs = SILENCE_MS }: TimeLimit,
  call: (line: Line) => Promise<T>
): Promise<T> => {
  let giveUp: (error: DatabaseSilent) => void = () => undefined;
  const silence = new Promise<never>((_resolve, reject) => (giveUp = reject));
  // Whoever stood still himself first hears what was answered meanwhile.
  const lastMoment = (): void => {
    timer = clock.after(LAST_MOMENT_MS, () => giveUp(new DatabaseSilent(silenceMs)));
  };
  const listen = () => clock.after(silenceMs, lastMoment);
  let timer = listen();
  const heard = (): void => {
    timer.cancel();
    timer = listen();
  };
  const pool = knex.client as ConnectionPool;
  const acquiring = pool.acquireConnection();
  let connection: PooledConnection | undefined;
  try {
    connection = await Promise.race([acquiring, silence]);
    heard();
    const line = { connection, heard, silenceMs };
    return await Promise.race([endLeft(knex, line, clock).then(() => call(line)), silence]);
  } catch (error) {
    if (error instanceof DatabaseSilent) {
      discard(pool, connection, error);
      if (connection !== undefined) rememberLeft(pool, connection, clock);
    }
    throw error;
  } finally {
    timer.cancel();
    if (connection !== undefined) pool.releaseConnection(connection);
    else void acquiring.then((late) => pool.releaseConnection(late)).catch(() => undefined);
  }
};

/** The parts of knex, its pool and its drivers that nobody types. */
interface ConnectionPool {
  acquireConnection(): Promise<PooledConnection>;
  releaseConnection(connection: PooledConnection): void;
  pool?: {
    free?: { resource: PooledConnection }[];
    pendingCreates?: { reject(error: Error): void }[];
  };
}
interface PooledConnection {
  __knex__disposed?: Error;
  /** mysql2 */
  stream?: Destroyable;
  /** pg */
  connection?: { stream?: Destroyable };
}
interface Destroyable {
  destroy?: () => void;
}

/**
 * Closes the connection from our side, and has the pool do without those that wait in it and those that are being
 * opened: they go the same way, each would take its time to say nothing, and the pool opens no other while it waits for
 * one (30 seconds, by default).
 */
const discard = (
  client: ConnectionPool,
  connection: PooledConnection | undefined,
  error: Error
): void => {
  const { pool } = client;
  const idle = (pool?.free ?? []).map(({ resource }) => resource);
  for (const one of connection === undefined ? idle : [connection, ...idle]) {
    // How knex marks what its pool must not hand out again.
    // oxlint-disable-next-line eslint/no-underscore-dangle
    one.__knex__disposed = error;
  }
  for (const opening of pool?.pendingCreates ?? []) opening.reject(error);
  const stream = connection?.stream ?? connection?.connection?.stream;
  stream?.destroy?.();
};
