import { refusalOf, type Refusal } from '../../domain/approval';
import { transition } from '../../domain/transition';
import type { AttemptEnd } from '../../engine/ports';
import { runningOf } from '../../engine/record';
import { forgetAttempts } from './forget-attempts';
import { writeEnds } from './record';
import { toClaimed, toNumber } from './rows';
import type { Row, Session } from './session';
import { findUnapproved } from './unapproved-scripts';

/** What a claim took. */
export interface Taken {
  rows: Row[];
  /** Those that are not to run, with the reason; left out where all are. */
  refused?: ReadonlyMap<Row, Refusal>;
  /** Those of them that are over. */
  over?: ReadonlySet<Row>;
}

/**
 * Compares, in the transaction of the claim, what it took with what is approved by now: what is not ends as if it had never
 * been taken. Where somebody else holds what that needs, who may be gone or stand still, its node records the end. Asks
 * the database only where one of them uses a script.
 */
export const refuseClaimed = async (
  session: Session,
  rows: Row[],
  skipsLocked: boolean
): Promise<Taken> => {
  const refused = await findRefused(session, rows);
  if (refused.size === 0) return { rows };
  const ends = [...refused].map(([row, refusal]) => endOf(row, refusal));
  const { busy } = await writeEnds(session, ends, skipsLocked);
  const held = new Set(busy.map(({ id }) => id));
  const over = [...refused.keys()].filter((row) => !held.has(toNumber(row['id'])));
  const ids = over.map((row) => toNumber(row['id']));
  await forgetAttempts(session, ids, 'skipped');
  return { rows, refused, over: new Set(over) };
};

const findRefused = async (session: Session, rows: Row[]): Promise<Map<Row, Refusal>> => {
  const { scriptsOf } = session;
  if (scriptsOf === undefined) return new Map();
  const taken = rows
    .filter((row) => row['id'] !== null)
    .map((row) => ({ row, used: scriptsOf(toClaimed(row)) }));
  const scripts = taken.flatMap(({ used }) => used.map(({ script }) => script));
  if (scripts.length === 0) return new Map();
  const unapproved = await findUnapproved(session, scripts);
  return new Map(
    taken.flatMap(({ row, used }) => {
      const refusal = refusalOf(used, unapproved);
      return refusal === null ? [] : [[row, refusal] as const];
    })
  );
};

const endOf = (row: Row, refusal: Refusal): AttemptEnd => {
  const claimed = toClaimed(row);
  const { ref, job, limitKey } = claimed;
  const at = toNumber(row['now']);
  return {
    ref,
    job: { id: job.id },
    limitKey,
    attempt: { ...NO_ATTEMPT, attempt: ref.attempt },
    next: transition(runningOf(claimed), { type: 'refused', at, ...refusal }),
  };
};

/** Nothing of it goes into the history. */
const NO_ATTEMPT = {
  status: 'cancelled',
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  node: null,
  error: null,
  exitCode: null,
} as const;
