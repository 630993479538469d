import { admitApproved, refusalOf, type Refusal } from '../../domain/approval';
import type { ExecutionPlan, Owed } from '../../engine/ports';
import { fromJson } from './rows';
import { query, type Session } from './session';
import { findUnapproved } from './unapproved-scripts';

/**
 * New records as they may be: those whose scripts nobody consents to are `skipped: approval-missing`. Asks the database
 * only where one of them uses a script.
 */
export const refuseUnapproved = async <T extends Owed>(
  session: Session,
  owed: T[]
): Promise<T[]> => {
  const { scriptsOf } = session;
  if (scriptsOf === undefined) return owed;
  const used = owed.flatMap(({ executions }) => executions.flatMap(scriptsOf));
  if (used.length === 0) return owed;
  const unapproved = await findUnapproved(
    session,
    used.map(({ script }) => script)
  );
  return owed.map((one) => ({
    ...one,
    executions: admitApproved(one.executions, scriptsOf, unapproved),
  }));
};

/** Why an execution that is on record must not have another attempt; null where it may. */
export const refusalOfStored = async (session: Session, id: number): Promise<Refusal | null> => {
  const { scriptsOf } = session;
  if (scriptsOf === undefined) return null;
  const [row] = await query(
    session,
    `SELECT plan, parameters FROM ${session.tables.executions} WHERE id = ?`,
    [id]
  );
  const used = scriptsOf({
    plan: fromJson(row?.['plan']) as ExecutionPlan,
    parameters: fromJson(row?.['parameters']) as Record<string, unknown>,
  });
  if (used.length === 0) return null;
  const unapproved = await findUnapproved(
    session,
    used.map(({ script }) => script)
  );
  return refusalOf(used, unapproved);
};
