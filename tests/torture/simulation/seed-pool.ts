import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import type { Simulated } from './simulate';

/** One seed, on the real tables in SQLite or on the store in memory. */
export interface SeedJob {
  seed: number;
  on: 'sqlite' | 'memory';
}

export interface SeedWorkerData {
  /** The statements that make the tables. */
  schema: string[];
  /** The name of the planted mistake; null where there is none. */
  bug: string | null;
}

export interface SeedPool {
  /** Tries `first`, `first + 1` … on all threads, until `isEnough`; tells of each as it ends. */
  trySeeds(request: {
    first: number;
    on: SeedJob['on'];
    isEnough: () => boolean;
    onSeed: (seed: number, simulated: Simulated) => void;
  }): Promise<void>;
  close(): Promise<void>;
}

export type SeedAnswer = { simulated: Simulated } | { error: string };

/** A thread per core, each with a database of its own. */
export const openSeedPool = (data: SeedWorkerData): SeedPool => {
  const file = path.join(__dirname, 'seed-worker.cjs');
  const workers = Array.from(
    { length: os.availableParallelism() },
    () => new Worker(file, { workerData: data })
  );
  return {
    trySeeds: async ({ first, on, isEnough, onSeed }) => {
      let next = first;
      const work = async (worker: Worker): Promise<void> => {
        while (!isEnough()) {
          const seed = next;
          next += 1;
          onSeed(seed, await ask(worker, { seed, on }));
        }
      };
      await Promise.all(workers.map(work));
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
};

const ask = (worker: Worker, job: SeedJob): Promise<Simulated> =>
  new Promise((resolve, reject) => {
    const settle = (answer: SeedAnswer): void => {
      worker.off('error', reject);
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.simulated);
    };
    worker.once('error', reject);
    worker.once('message', settle);
    // A thread has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(job);
  });
