import { describeFailure } from '../domain/failure';
import type { Masker } from '../domain/secrets/masker';
import type { Soon } from '../domain/soon';
import type { Abort } from './abort';
import { announce, attemptFacts, type AttemptFacts } from './events';
import type { ClaimedExecution, Ports } from './ports';
import { sleep } from './timers';

/** Work that was aborted has this long to end by itself before it is left behind, if it does not ask for more. */
const ABORT_GRACE_MS = 2_000;

export type Settled<T = unknown> = { ok: true; result: T } | { ok: false; thrown: unknown };

interface Attended<T> {
  execution: ClaimedExecution;
  abort: Abort;
  /** How long its end is waited for after its abort, in milliseconds; left out: `ABORT_GRACE_MS`. */
  graceMs: number | undefined;
  masker: Masker;
  work: () => Soon<T>;
  /** A fault of the work where nobody could catch it. */
  onStray: (fault: unknown) => void;
}

/** Sees other people's code to its end, or to its abort and the grace after it. Never rejects. */
export const attend = <T>(ports: Ports, attended: Attended<T>): Promise<Settled<T> | 'aborted'> =>
  new Promise((resolve) => {
    const { abort, work, onStray } = attended;
    let settle: (end: Settled<T>) => void = (end) => {
      stay();
      resolve(end);
    };
    const giveUp = (): void => {
      const settled = new Promise<Settled>((late) => (settle = late));
      const left = leaveBehindAfterGrace(ports, attended, settled);
      resolve(left.then(() => 'aborted'));
    };
    ports.detached(work, onStray).then(
      (result) => settle({ ok: true, result }),
      (thrown: unknown) => settle({ ok: false, thrown })
    );
    const stay = abort.onAbort(giveUp);
    if (abort.aborted) giveUp();
  });

const leaveBehindAfterGrace = async (
  ports: Ports,
  { execution, masker, graceMs = ABORT_GRACE_MS }: Omit<Attended<unknown>, 'work'>,
  settled: Promise<Settled>
): Promise<void> => {
  const graceOver = new AbortController();
  const grace = sleep(ports.clock, graceMs, graceOver.signal).then(() => null);
  const inTime = await Promise.race([settled, grace]);
  graceOver.abort();
  if (inTime !== null) return;
  const facts = attemptFacts(execution);
  announce(ports, { type: 'execution.abandoned', ...facts });
  void tellWhenSettled(ports, facts, settled, masker);
};

const tellWhenSettled = async (
  ports: Ports,
  facts: AttemptFacts,
  settled: Promise<Settled>,
  { mask }: Masker
): Promise<void> => {
  const end = await settled;
  const error = end.ok ? null : describeFailure(end.thrown, mask).error;
  announce(ports, { type: 'execution.abandoned-settled', ...facts, error });
};
