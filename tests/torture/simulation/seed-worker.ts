import { parentPort, workerData } from 'node:worker_threads';

import { BUGS } from '../bugs';
import { changeSlotIndex } from '../plant';
import { openMemoryDatabase } from './memory-database';
import type { SeedAnswer, SeedJob, SeedWorkerData } from './seed-pool';
import { simulate } from './simulate';
import { databaseTables, memoryTables } from './tables';

/** Tries one seed after the other on tables of its own, and answers what came of each. */
const serve = async ({ schema, bug: name }: SeedWorkerData): Promise<void> => {
  const bug = BUGS.find((one) => one.name === name);
  const database = await openMemoryDatabase(schema, bug?.sql);
  if (bug?.dropsSlotIndex) await changeSlotIndex(database.knex, 'sqlite', 'drop');
  const tables = { sqlite: databaseTables(database, 'sqlite'), memory: memoryTables };
  const answer = (message: SeedAnswer): void => {
    // A thread has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    parentPort?.postMessage(message);
  };
  parentPort?.on('message', ({ seed, on }: SeedJob) => {
    void simulate({ open: tables[on], seed, bug }).then(
      (simulated) => answer({ simulated }),
      (error: unknown) => answer({ error: `seed ${seed}: ${String(error)}` })
    );
  });
};

void serve(workerData as SeedWorkerData);
