import type { Overlap } from '../contract/job';
import { claimOrder, NEAR_MS, shiftOf } from './claim-order';

/** What a queued execution waits for before it may be claimed, in this order: who has no turn yet asks for nothing else. */
export type WaitsFor = 'turn' | 'time' | 'seat' | 'nothing';

interface Queued {
  readyAt: number;
  priority: number;
  limit: { key: string; count: number } | null;
}

/** A job's executions on their way, and the last place among those that wait, without its priority's share. */
export interface Queue {
  running: number;
  queued: number;
  lastOrder: number | null;
}

interface Place<T> {
  execution: T;
  waitsFor: WaitsFor;
  /** It is the one of its job that is not to overlap others. */
  hasTurn: boolean;
  claimOrder: number;
}

/** Where new executions of a job come to stand, in their order, behind those that are on their way. */
export const placeNew = <T extends Queued>(
  overlap: Overlap,
  { running, queued, lastOrder: last }: Queue,
  executions: T[],
  now: number
): Place<T>[] => {
  const isAlone = overlap !== 'allow';
  let lastOrder = last;
  return executions.map((execution, index) => {
    const before = running + queued + index;
    const hasTurn = !isAlone || before === 0;
    const isLimited = execution.limit !== null;
    const waitsFor = hasTurn ? afterItsTurn({ ...execution, isLimited }, now) : 'turn';
    const order = claimOrder({ ...execution, before, lastOrder });
    if (waitsFor !== 'time') lastOrder = order - shiftOf(execution.priority);
    return { execution, waitsFor, hasTurn: isAlone && hasTurn, claimOrder: order };
  });
};

/** What an execution waits for that waits for no turn, or has just got it. */
export const afterItsTurn = (
  { readyAt, isLimited }: { readyAt: number; isLimited: boolean },
  now: number
): Exclude<WaitsFor, 'turn'> => {
  if (readyAt > now + NEAR_MS) return 'time';
  return isLimited ? 'seat' : 'nothing';
};
