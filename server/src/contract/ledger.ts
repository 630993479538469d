import type { ExecutionView, Reason } from './execution';

/**
 * `recorded`: an execution stands for that instant (it ran, was skipped or missed). `not-scheduled`: no schedule of
 * the job names it. `before-job`: the job did not exist. `off`: the job was disabled, paused or held. `pending`: it is
 * to come. `forgotten`: older than what is kept. `unknown`: it should have a record and has none.
 */
export const LEDGER_VERDICTS = [
  'recorded',
  'not-scheduled',
  'before-job',
  'off',
  'pending',
  'forgotten',
  'unknown',
] as const;
export type LedgerVerdict = (typeof LEDGER_VERDICTS)[number];

/** GET /jobs/:id/ledger?at=: why did, or didn't, the job run at that instant. */
export interface LedgerView {
  /** The instant asked about, ISO 8601 UTC. */
  at: string;
  verdict: LedgerVerdict;
  /** One or two sentences, in the language of `Accept-Language`. */
  explanation: string;
  /** The record that stands for the instant. */
  execution: ExecutionView | null;
  reason: Reason | null;
  /** The occurrences or records next to it, ISO 8601 UTC. */
  previousAt: string | null;
  nextAt: string | null;
}
