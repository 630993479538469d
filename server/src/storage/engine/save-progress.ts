import type { Ref } from '../../engine/ports';
import { ownedSql, REF_COLUMNS, refRow } from './fence';
import { toJson } from './rows';
import type { Session } from './session';
import { updateEach } from './update-each';

/** Progress of a running attempt; nothing is written where it is no longer ours. */
export const saveProgress = (
  session: Session,
  ref: Ref,
  progress: { percent: number | null; message: string | null }
): Promise<void> =>
  updateEach(session, {
    table: session.tables.executions,
    columns: { ...REF_COLUMNS, progress: 'json' },
    rows: [{ ...refRow(ref), progress: toJson(progress) }],
    set: { progress: 'v.progress' },
    where: ownedSql(session.client),
  });
