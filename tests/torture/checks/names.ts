import type { RecordFacts, WitnessEvent } from '../history';

/** What findings call what they are about. */

export const attemptKey = ({
  occurrenceId,
  attempt,
}: Pick<WitnessEvent, 'occurrenceId' | 'attempt'>): string => `${occurrenceId}#${attempt}`;

export const nameOf = ({
  documentId,
  job,
  slotAt,
}: Pick<RecordFacts, 'documentId' | 'job' | 'slotAt'>): string =>
  slotAt === null ? `${job} by hand (${documentId})` : `${job} at ${iso(slotAt)}`;

export const iso = (at: number): string =>
  Number.isFinite(at) ? new Date(at).toISOString() : String(at);
