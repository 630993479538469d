import type { Ref } from '../../engine/ports';
import { findOwned, ownedSql, REF_COLUMNS, refRow } from './fence';
import { isOwnedBy, toNumberOrNull } from './rows';
import type { Session } from './session';
import { updateEach } from './update-each';

/**
 * Renews the leases of the attempts that are still ours. The read comes after the write: what is owned then was
 * owned before, because no row gets a token back that it lost.
 */
export const heartbeat = async (
  session: Session,
  { refs, leaseMs }: { node: string; refs: Ref[]; leaseMs: number }
): Promise<{ lost: Ref[]; cancelRequested: Ref[] }> => {
  await updateEach(session, {
    table: session.tables.executions,
    columns: REF_COLUMNS,
    rows: refs.map(refRow),
    set: { lease_until: `${session.now()} + ${Math.trunc(leaseMs)}` },
    where: ownedSql(session.client),
  });
  const owned = await findOwned(session, refs);
  const rowOf = (ref: Ref) => {
    const row = owned.get(ref.id);
    return row && isOwnedBy(row, ref) ? row : undefined;
  };
  return {
    lost: refs.filter((ref) => !rowOf(ref)),
    cancelRequested: refs.filter((ref) => isCancelRequested(rowOf(ref))),
  };
};

/** Which of `refs` were asked to cancel. Renews nothing. */
export const findCancelRequests = async (session: Session, refs: Ref[]): Promise<Ref[]> => {
  const owned = await findOwned(session, refs);
  return refs.filter((ref) => {
    const row = owned.get(ref.id);
    return row !== undefined && isOwnedBy(row, ref) && isCancelRequested(row);
  });
};

const isCancelRequested = (row: Record<string, unknown> | undefined): boolean =>
  row !== undefined && toNumberOrNull(row['cancel_requested_at']) !== null;
