import { AsyncLocalStorage } from 'node:async_hooks';

/** What listens to faults that nobody caught; `process` outside tests. */
type Faults = Pick<NodeJS.Process, 'on' | 'off' | 'listenerCount'>;

export interface Containment {
  /**
   * Runs code of a job. What it throws where nobody can catch it (in a timer, in a promise that nobody awaits) rejects
   * the answer instead of ending the process; once it is settled, `onLate` is told.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
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
    run: (work) =>
      new Promise((resolve, reject) => {
        let isSettled = false;
        const settle =
          <Value>(answer: (value: Value) => void) =>
          (value: Value): void => {
            isSettled = true;
            answer(value);
          };
        const blame = (fault: unknown): void => (isSettled ? onLate(fault) : settle(reject)(fault));
        runs.run(blame, () => void work().then(settle(resolve), settle(reject)));
      }),
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
