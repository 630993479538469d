/** The smallest body that makes a job; what a test cares about, it says. */
export const aJobBody = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'A job',
  template: 'self-test',
  parameters: {},
  ...fields,
});

/** The fields of a job's answer that a client may send back. */
export const writable = (job: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(job).filter(([field]) => !SERVER_FIELDS.has(field)));

const SERVER_FIELDS = new Set([
  'documentId',
  'revision',
  'owner',
  'status',
  'nextRunAt',
  'pausedUntil',
  'pauseNote',
  'lastExecution',
  'recentStatuses',
  'executionCount',
  'failureCount',
  'createdAt',
  'updatedAt',
]);

/** The paths of all errors of a 400, joined by dots. */
export const errorPaths = (answer: { body: unknown }): string[] => {
  const { error } = answer.body as {
    error: { details: { errors?: { path: (string | number)[] }[] } };
  };
  return (error.details.errors ?? []).map(({ path }) => path.join('.'));
};
