/** Work that is due this soon is about to run: look often, so that its start is seen. */
const SOON_MS = 3_000;
/** A job that is due and still not started after this long will not start this second. */
const OVERDUE_MS = 15_000;

/** True around an instant at which something is expected to begin. */
export const isAboutToRun = (nextRunAt: string | null, now: number): boolean => {
  if (nextRunAt === null) return false;
  const distance = Date.parse(nextRunAt) - now;
  return distance < SOON_MS && distance > -OVERDUE_MS;
};
