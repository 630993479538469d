import { endPause, lockPause } from './cluster';
import { readNow } from './database-clock';
import { takeWriteLock } from './lock-jobs';
import type { Database } from './session';
import { writeSystemAudit } from './system-audit';

/**
 * One transaction: clears away the pause of all nodes that began at `at` and is over. Answers whether it was this call
 * that did.
 */
export const endPauseOfAll = (database: Database, at: number): Promise<boolean> =>
  database.transaction(async (session) => {
    await takeWriteLock(session);
    const pause = await lockPause(session);
    if (pause?.at !== at || pause.until > (await readNow(session))) return false;
    await endPause(session, { from: at, to: pause.until });
    await writeSystemAudit(session, {
      action: 'scheduler.resume',
      object: { kind: 'scheduler', documentId: null, name: null },
      diff: { pausedUntil: { before: new Date(pause.until).toISOString(), after: null } },
    });
    return true;
  });
