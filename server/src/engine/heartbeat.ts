import { stopAttempt, type RunningAttempt } from './attempt';
import type { EngineOptions, Ports, Ref } from './ports';

/** A node stops its own work this long before anybody else may take it over, or a quarter of a short lease. */
const LONGEST_MARGIN_MS = 10_000;

/** How long a node may rely on a lease, counted from the moment it asked for it. */
export const trustMs = ({ leaseMs }: Pick<EngineOptions, 'leaseMs'>): number =>
  leaseMs - Math.min(LONGEST_MARGIN_MS, leaseMs / 4);

/** Renews the leases of all attempts in one call; stops what was lost and what somebody asked to cancel. */
export const renewLeases = async (ports: Ports, attempts: RunningAttempt[]): Promise<void> => {
  if (attempts.length === 0) return;
  const { clock, node, options, store } = ports;
  const sentAt = clock.monotonic();
  const { leaseMs } = options;
  const answer = await store.heartbeat({ node: node.id, refs: refsOf(attempts), leaseMs });
  const isLost = among(answer.lost);
  for (const attempt of attempts) {
    // Somebody else may be at it already: nothing is left to rely on.
    attempt.trustedUntil = isLost(attempt) ? sentAt : sentAt + trustMs(options);
    if (isLost(attempt)) stopAttempt(attempt, 'lease-lost');
  }
  cancelAmong(attempts, answer.cancelRequested);
};

/** Stops the attempts that somebody asked another node, or the database, to cancel. */
export const checkCancels = async (ports: Ports, attempts: RunningAttempt[]): Promise<void> => {
  if (attempts.length === 0) return;
  cancelAmong(attempts, await ports.store.findCancelRequests(refsOf(attempts)));
};

/**
 * Stops the attempts whose lease this node could not renew in time: soon others may take them over. Answers in how
 * many milliseconds to look again; null where nothing is left to look after.
 */
export const fence = (ports: Pick<Ports, 'clock'>, attempts: RunningAttempt[]): number | null => {
  const now = ports.clock.monotonic();
  const trusted = attempts.filter((attempt) => attempt.trustedUntil > now);
  for (const attempt of attempts) {
    if (attempt.trustedUntil <= now) stopAttempt(attempt, 'lease-lost');
  }
  const ends = trusted.map((attempt) => attempt.trustedUntil - now);
  return ends.length === 0 ? null : Math.min(...ends);
};

const cancelAmong = (attempts: RunningAttempt[], refs: Ref[]): void => {
  const isCancelled = among(refs);
  for (const attempt of attempts.filter(isCancelled)) stopAttempt(attempt, 'cancel');
};

const refsOf = (attempts: RunningAttempt[]): Ref[] =>
  attempts.map(({ execution }) => execution.ref);

const among = (refs: Ref[]): ((attempt: RunningAttempt) => boolean) => {
  const keys = new Set(refs.map(keyOf));
  return ({ execution }) => keys.has(keyOf(execution.ref));
};

const keyOf = ({ id, token }: Ref): string => `${id}:${token}`;
