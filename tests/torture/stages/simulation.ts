import { setTimeout as sleep } from 'node:timers/promises';

import { isClean } from '../checker';
import { openDatabase, openInMemory } from '../open-database';
import { plant } from '../plant';
import { simulate } from '../simulation/simulate';
import { databaseTables, memoryTables, type OpenTables } from '../simulation/tables';
import { createTally, type Stage, type StageRequest, type StageResult } from '../stage';

const NAME = 'simulation';

/** How long seeds are tried on the real tables, and besides on tables in memory. */
const SECONDS = { minute: 6, short: 12, long: 240 } as const;
/** A planted bug has so many seeds in which to show itself. */
const SEEDS_FOR_A_BUG = 150;
/** With fewer, chance was not given a chance. */
const LEAST_SEEDS = 2;

/**
 * Three nodes on a virtual clock over the real store: calls take their time and get lost, nodes are killed, stopped, cut
 * off and drained, jobs edited, executions cancelled, as a seed will have it.
 */
export const simulation: Stage = {
  name: NAME,
  sentence: 'three nodes on a virtual clock over the real store, mishaps decided by seeds',
  run: async (request) => {
    const { database, bug, size } = request;
    const schema = await openDatabase(database);
    const knex = database === 'sqlite' ? await openInMemory(schema) : schema.knex;
    const pullOut = await plant(bug, knex, database);
    try {
      const run = createRun(request);
      await run.trySeeds(databaseTables(knex, database), SECONDS[size] * 1_000);
      // The store in memory is held to the same suite; without a database a seed takes little time.
      if (database === 'sqlite' && !bug) await run.trySeeds(memoryTables, SECONDS[size] * 1_000);
      return run.result();
    } finally {
      await pullOut();
      if (knex !== schema.knex) await knex.destroy();
      await schema.drop();
    }
  },
};

const createRun = ({ database, seed: first, bug, say }: StageRequest) => {
  const tally = createTally();
  const faults: Record<string, number> = {};
  let seeds = 0;
  const redSeeds: number[] = [];

  const trySeed = async (open: OpenTables, seed: number): Promise<void> => {
    const simulated = await simulate({ open, seed, bug });
    tally.addFindings(simulated.findings, `seed ${seed}, `);
    tally.totals.occurrences += simulated.occurrences;
    tally.totals.attempts += simulated.attempts;
    for (const [name, count] of Object.entries(simulated.faults)) {
      faults[name] = (faults[name] ?? 0) + count;
    }
    seeds += 1;
    if (!isClean(simulated.findings)) redSeeds.push(seed);
  };

  return {
    trySeeds: async (open: OpenTables, forMs: number): Promise<void> => {
      const end = Date.now() + forMs;
      const isEnough = (): boolean =>
        bug
          ? redSeeds.length > 0 || seeds >= SEEDS_FOR_A_BUG
          : seeds >= LEAST_SEEDS && Date.now() > end;
      for (let seed = first; !isEnough(); seed += 1) {
        await trySeed(open, seed);
        // Whoever else runs in this process gets a turn.
        await sleep(0);
      }
    },
    result: (): StageResult => {
      if (redSeeds.length > 0 && !bug) say(`red seeds: ${redSeeds.slice(0, 10).join(', ')}`);
      const { kills = 0, pauses = 0 } = faults;
      const told = Object.entries(faults).map(([name, count]) => `${name} ${count}`);
      return {
        stage: NAME,
        database,
        ...tally.totals,
        kills,
        pauses,
        dbRestarts: 0,
        counts: tally.counts,
        examples: tally.examples,
        invalid: seeds < LEAST_SEEDS && !bug ? `only ${seeds} seeds` : null,
        notes: [`${seeds} seeds from ${first}`, told.join(', ')],
      };
    },
  };
};
