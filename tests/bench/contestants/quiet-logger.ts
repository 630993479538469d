import { Logger } from 'graphile-worker';

/** Errors only: what is measured is the queue, not a terminal. */
export const quietLogger = new Logger(() => (level, message) => {
  if (level === 'error') process.stderr.write(`${message}\n`);
});
