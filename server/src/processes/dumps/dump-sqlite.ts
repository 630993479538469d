import { createReadStream } from 'node:fs';
import path from 'node:path';

import type { RunContext } from '../../engine/ports';
import type { DumpPlan } from '../../templates/tools';
import type { DumpHost } from './dump-host';

export const planSqlite = (): DumpPlan => ({
  database: 'SQLite',
  by: "SQLite's online backup",
  ending: 'sqlite',
});

/** The part of better-sqlite3's connection that we use. */
interface Native {
  backup(file: string, options: { progress: (state: Pages) => number }): Promise<Pages>;
}
interface Pages {
  totalPages: number;
  remainingPages: number;
}

/** Copied between two turns of the event loop: 4 MiB of the usual pages. */
const PAGES_AT_ONCE = 1_024;
const AGAIN_MS = 50;

/**
 * Copies the database into `folder` and reads the copy. It goes over the site's own connection, a few pages at a time: what
 * the site writes meanwhile goes into the copy as well, and nobody waits for a lock of a second connection.
 */
export async function* sqliteCopy(
  host: Pick<DumpHost, 'knex' | 'clock'>,
  context: Pick<RunContext, 'signal' | 'progress'>,
  folder: string
): AsyncGenerator<Buffer> {
  const native = await nativeOf(host);
  let copy: string | null = null;
  for (let tries = 1; copy === null; tries += 1) {
    context.signal.throwIfAborted();
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    copy = await tryCopy(native, context, path.join(folder, `copy-${tries}`));
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    if (copy === null) await new Promise<void>((resolve) => host.clock.after(AGAIN_MS, resolve));
  }
  for await (const piece of createReadStream(copy)) yield piece as Buffer;
}

/** The pool has this one connection: it is given back at once, and used beside whoever gets it next. */
const nativeOf = async ({ knex }: Pick<DumpHost, 'knex'>): Promise<Native> => {
  const pool = knex.client as {
    acquireConnection(): Promise<Native>;
    releaseConnection(connection: Native): Promise<void>;
  };
  const native = await pool.acquireConnection();
  await pool.releaseConnection(native);
  return native;
};

/** Null where somebody was in the middle of a write when it began: the driver then says that all of nothing is done. */
const tryCopy = async (
  native: Native,
  { signal, progress }: Pick<RunContext, 'signal' | 'progress'>,
  file: string
): Promise<string | null> => {
  const { totalPages } = await native.backup(file, {
    progress: (pages) => {
      signal.throwIfAborted();
      if (pages.totalPages > 0)
        progress(Math.floor((50 * (pages.totalPages - pages.remainingPages)) / pages.totalPages));
      return PAGES_AT_ONCE;
    },
  });
  return totalPages > 0 ? file : null;
};
