import type { EngineStore } from '../../engine/ports';
import { CLAIMABLE } from './claimable';

/** What a node asks for when its hands are free. */
export type ClaimRequest = Parameters<EngineStore['claim']>[0];

/**
 * What may be claimed now. All that is `claimable` is ready but for the last few, so the index of the claim order finds
 * them; a sum keeps the databases from choosing the one of `ready_at` instead, and sorting a whole backlog.
 */
export const dueWhere = (now: string): string =>
  `claimable = ${CLAIMABLE.nothing} AND ready_at + 0 <= ${now} + ?`;

export const CLAIM_ORDER = 'ORDER BY claim_order, id';
