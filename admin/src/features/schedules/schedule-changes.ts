import type { ChangedOccurrence } from '../../../../server/src/contract/schedule';
import type { ScheduleDraft } from './schedule-draft';
import type { TimingForm } from './timing-form';
import { timesRequest } from './times-request';

interface Times {
  schedules: readonly ScheduleDraft[];
  timing: TimingForm;
}

/** Whether an edit may change when the job runs; comments, parameters and policies do not. */
export const changesTimes = (before: Times, after: Times): boolean =>
  JSON.stringify(timesRequest(before.schedules, before.timing)) !==
  JSON.stringify(timesRequest(after.schedules, after.timing));

export interface ChangedDay {
  /** Local `YYYY-MM-DD`. */
  day: string;
  occurrences: ChangedOccurrence[];
}

/** Occurrences by the local day on which they fall, in the order in which they came. */
export const changedDays = (occurrences: readonly ChangedOccurrence[]): ChangedDay[] => {
  const days = new Map<string, ChangedOccurrence[]>();
  for (const occurrence of occurrences) {
    const day = occurrence.local.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), occurrence]);
  }
  return [...days].map(([day, of]) => ({ day, occurrences: of }));
};

/** How many of each there are. */
export const changeCounts = (
  occurrences: readonly ChangedOccurrence[]
): Record<ChangedOccurrence['change'], number> => {
  const count = (change: ChangedOccurrence['change']) =>
    occurrences.filter((one) => one.change === change).length;
  return { kept: count('kept'), added: count('added'), removed: count('removed') };
};
