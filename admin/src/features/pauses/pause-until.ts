export const PAUSE_ENDS = ['open', 'hour', 'tomorrow', 'monday', 'own'] as const;
/** When a pause ends: when somebody says so, soon, at a usual time, or at an instant of one's own. */
export type PauseEnd = (typeof PAUSE_ENDS)[number];

const HOUR_MS = 3_600_000;
/** When people are back at their desks. */
const MORNING_HOUR = 9;
const MONDAY = 1;

/** The instant of a ready-made end, ISO 8601 UTC, by the viewer's clock; null where it has none. */
export const endOfPause = (end: PauseEnd, now: Date): string | null => {
  switch (end) {
    case 'open':
    case 'own':
      return null;
    case 'hour':
      return new Date(now.getTime() + HOUR_MS).toISOString();
    case 'tomorrow':
      return morningIn(1, now);
    case 'monday':
      // On a Monday it is the one in a week.
      return morningIn((MONDAY - now.getDay() + 7) % 7 || 7, now);
  }
};

const morningIn = (days: number, now: Date): string =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR).toISOString();
