import { describeFailure } from '../domain/failure';
import type { Soon } from '../domain/soon';
import type { Abort } from './abort';
import { announce } from './events';
import type { Ports } from './ports';
import { sleep } from './timers';

/** What the database refuses this often while it answers other questions, it will not take at all. */
const REFUSALS = 3;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2_500;

/** Milliseconds to wait after the n-th failure in a row. */
export const backOffMs = (failures: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 10), LONGEST_DELAY_MS);

export type Stored<T> =
  /** `repeated`: an earlier try failed, and may have been carried out all the same. */
  { ok: true; value: T; repeated: boolean } | { ok: false; thrown: unknown };

/**
 * Repeats a write until the database has taken it, however long it is away. Gives up when the database works and
 * refuses this write all the same, or when it is aborted.
 */
export const untilStored = async <T>(
  ports: Ports,
  step: string,
  write: () => Promise<T>,
  until: AbortSignal | Abort
): Promise<Stored<T>> => {
  let refusals = 0;
  for (let failures = 0; ;) {
    try {
      const value = await write();
      if (failures > 0) announce(ports, { type: 'engine.recovered', step, failures });
      return { ok: true, value, repeated: failures > 0 };
    } catch (thrown) {
      failures += 1;
      const retryInMs = backOffMs(failures);
      const { error } = describeFailure(thrown);
      announce(ports, { type: 'engine.error', step, error, failures, retryInMs });
      if (await answers(ports)) refusals += 1;
      if (refusals >= REFUSALS || until.aborted) return { ok: false, thrown };
      await sleep(ports.clock, retryInMs, 'signal' in until ? until.signal : until);
    }
  }
};

/** The same for what is often known at once. */
export const soonStored = <T>(
  ports: Ports,
  step: string,
  write: () => Soon<T>,
  until: AbortSignal | Abort
): Soon<Stored<T>> => {
  let first: Promise<T> | null = null;
  try {
    const value = write();
    if (!(value instanceof Promise)) return { ok: true, value, repeated: false };
    first = value;
  } catch {
    // Asked again below, where it counts.
  }
  const writeOn = async (): Promise<T> => {
    const given = first ?? write();
    first = null;
    return given;
  };
  return untilStored(ports, step, writeOn, until);
};

const answers = async (ports: Ports): Promise<boolean> => {
  try {
    await ports.store.now();
    return true;
  } catch {
    return false;
  }
};
