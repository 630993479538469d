import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Knex } from 'knex';

import { createDatabase } from '../../support/databases';
import type { DatabaseName } from '../../support/databases';
import { connect } from '../../support/schema';
import { readWitness } from '../../support/witness';
import type { WitnessLine } from '../../support/witness';
import { startContestant } from '../contestants/start';
import type { Contestant } from '../contestants/start';

/** So short that a rescue can be waited for. */
export const LEASE_MS = 6_000;

/** Several sites on one database, and a witness outside of it. */
export interface Nodes {
  all: Contestant[];
  /** Another one, in the place of one that is gone. */
  startAnother(): Promise<Contestant>;
  witness(): Promise<WitnessLine[]>;
  knex: Knex;
}

export const withNodes = async <Answer>(
  database: DatabaseName,
  count: number,
  work: (nodes: Nodes) => Promise<Answer>
): Promise<Answer> => {
  const place = await createDatabase(database);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-bench-'));
  const file = path.join(folder, 'witness');
  const knex = connect(database, place.env);
  const all: Contestant[] = [];
  const startAnother = async (): Promise<Contestant> => {
    const env = {
      ...place.env,
      JOB_WITNESS_FILE: file,
      JOB_SCHEDULER_LEASE_MS: String(LEASE_MS),
    };
    const node = await startContestant('ours', { env, concurrency: 50 });
    all.push(node);
    return node;
  };
  try {
    for (let node = 0; node < count; node += 1) await startAnother();
    return await work({ all, startAnother, witness: () => readWitness(file), knex });
  } finally {
    for (const node of all) {
      node.signal('SIGKILL');
      await node.close();
    }
    await knex.destroy();
    await place.drop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Done again, soon, where a node loses it. */
export const AGAIN = {
  onLost: 'retry',
  retry: {
    maxAttempts: 9,
    strategy: 'fixed',
    delayMs: 0,
    maxDelayMs: 1000,
    delaysMs: null,
    jitter: 0,
    maxTotalMs: 3_600_000,
    when: null,
  },
};
