import { AsyncLocalStorage } from 'node:async_hooks';

import type { Soon } from '../domain/soon';

/** What listens to faults that nobody caught; `process` outside tests. */
type Faults = Pick<NodeJS.Process, 'on' | 'off' | 'listenerCount'>;

export interface Containment {
  /**
   * Runs code of a job. What it throws where nobody can catch it (in a timer, in a promise that nobody awaits) is told to
   * `onStray` instead of ending the process; once the answer is settled, to `onLate`.
   */
  run<T>(work: () => Soon<T>, onStray: (fault: unknown) => void): Promise<T>;
  start(): void;
  stop(): void;
}

/** Keeps stray faults of jobs from bringing the site down. Faults of anybody else end it as ever. */
export const containFaults = (faults: Faults, onLate: (fault: unknown) => void): Containment => {
  const runs = new AsyncLocalStorage<(fault: unknown) => void>();

  const onFault = (event: 'uncaughtException' | 'unhandledRejection') => {
    const listener = (fault: unknown): void => {
      const blame = runs.getStore();
      if (blame !== undefined) return blame(fault);
      // Not ours. A listener alone keeps Node from ending the process: where we are the only one, step aside.
      if (faults.listenerCount(event) > 1) return;
      faults.off(event, listener);
      throw fault;
    };
    return listener;
  };
  const onException = onFault('uncaughtException');
  const onRejection = onFault('unhandledRejection');

  return {
    run: (work, onStray) => {
      let isSettled = false;
      const blame = (fault: unknown): void => (isSettled ? onLate(fault) : onStray(fault));
      return runs
        .run(blame, () => promiseOf(work))
        .then(
          (answer) => {
            isSettled = true;
            return answer;
          },
          (thrown: unknown) => {
            isSettled = true;
            throw thrown;
          }
        );
    },
    start: () => {
      faults.on('uncaughtException', onException);
      faults.on('unhandledRejection', onRejection);
    },
    stop: () => {
      faults.off('uncaughtException', onException);
      faults.off('unhandledRejection', onRejection);
    },
  };
};

/** A promise that is one already stays the one that it is; what only looks like one is asked in here, as part of the work. */
const promiseOf = <T>(work: () => Soon<T>): Promise<T> => {
  try {
    return Promise.resolve(work());
  } catch (thrown) {
    return Promise.reject(thrown);
  }
};
