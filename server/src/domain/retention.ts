const DAY_MS = 86_400_000;

/** Days that each kind of record is kept. */
export interface Retention {
  executionsDays: number;
  logsDays: number;
  auditDays: number;
}

/** The instants (epoch milliseconds) before which records go. */
export const retentionLimits = (
  kept: Retention,
  now: number
): { executionsBefore: number; logsBefore: number; auditBefore: number } => ({
  executionsBefore: now - kept.executionsDays * DAY_MS,
  logsBefore: now - kept.logsDays * DAY_MS,
  auditBefore: now - kept.auditDays * DAY_MS,
});
