import { setTimeout as sleep } from 'node:timers/promises';

import { isClean } from '../checker';
import { openDatabase } from '../open-database';
import { plant } from '../plant';
import { schemaOf } from '../simulation/memory-database';
import { openSeedPool, type SeedPool } from '../simulation/seed-pool';
import { simulate, type Simulated } from '../simulation/simulate';
import { databaseTables } from '../simulation/tables';
import { createTally, type Stage, type StageRequest, type StageResult } from '../stage';

const NAME = 'simulation';

/** How long seeds are tried on the real tables; on SQLite a third of it besides on the store in memory. */
const SECONDS = { minute: 9, short: 15, long: 360 } as const;
/** A planted bug has so many seeds in which to show itself. */
const SEEDS_FOR_A_BUG = 2_000;
/** With fewer, chance was not given a chance. */
const LEAST_SEEDS = { sqlite: 60, postgres: 2, mysql: 2 } as const;

/**
 * Three nodes on a virtual clock over the real store: calls take their time and get lost, nodes are killed, stopped, cut
 * off and drained, jobs edited and paused, executions cancelled, as a seed will have it.
 */
export const simulation: Stage = {
  name: NAME,
  sentence: 'three nodes on a virtual clock over the real store, mishaps decided by seeds',
  run: (request) => (request.database === 'sqlite' ? onThreads(request) : onServer(request)),
};

/** SQLite in memory: each core tries seeds of its own. */
const onThreads = async (request: StageRequest): Promise<StageResult> => {
  const source = await openDatabase('sqlite');
  const schema = await schemaOf(source);
  await source.drop();
  const run = createRun(request);
  const pool = openSeedPool({ schema, bug: request.bug?.name ?? null });
  try {
    await tryOn(pool, 'sqlite', run, request);
    // The store in memory, which tests of the engine rest on, is held to the same.
    if (!request.bug) await tryOn(pool, 'memory', run, request);
  } finally {
    await pool.close();
  }
  return run.result();
};

const tryOn = (
  pool: SeedPool,
  on: 'sqlite' | 'memory',
  run: Run,
  { seed: first, size }: StageRequest
): Promise<void> => {
  const seconds = SECONDS[size] / (on === 'memory' ? 3 : 1);
  const isEnough = run.forSeconds(seconds, on);
  return pool.trySeeds({ first, on, isEnough, onSeed: run.onSeed });
};

const onServer = async (request: StageRequest): Promise<StageResult> => {
  const { database, bug, seed: first, size } = request;
  const { knex, drop } = await openDatabase(database);
  const pullOut = await plant(bug, knex, database);
  const run = createRun(request);
  try {
    const open = databaseTables({ knex }, database);
    const isEnough = run.forSeconds(SECONDS[size], database);
    for (let seed = first; !isEnough(); seed += 1) {
      run.onSeed(seed, await simulate({ open, seed, bug }));
      // Whoever else runs in this process gets a turn.
      await sleep(0);
    }
  } finally {
    await pullOut();
    await drop();
  }
  return run.result();
};

interface Run {
  /** Answers whether enough was tried, from now on. */
  forSeconds: (seconds: number, on: string) => () => boolean;
  onSeed: (seed: number, simulated: Simulated) => void;
  result: () => StageResult;
}

const createRun = ({ database, seed: first, bug, say }: StageRequest): Run => {
  const tally = createTally();
  const faults: Record<string, number> = {};
  const pace: string[] = [];
  const redSeeds: number[] = [];
  const least = LEAST_SEEDS[database];
  let seeds = 0;

  const onSeed = (seed: number, simulated: Simulated): void => {
    tally.addFindings(simulated.findings, `seed ${seed}, `);
    tally.totals.occurrences += simulated.occurrences;
    tally.totals.attempts += simulated.attempts;
    for (const [name, count] of Object.entries(simulated.faults)) {
      faults[name] = (faults[name] ?? 0) + count;
    }
    seeds += 1;
    if (!isClean(simulated.findings)) redSeeds.push(seed);
  };

  const forSeconds = (seconds: number, on: string) => {
    const begin = Date.now();
    const before = seeds;
    return (): boolean => {
      const tried = seeds - before;
      const took = Date.now() - begin;
      if (bug) return redSeeds.length > 0 || tried >= SEEDS_FOR_A_BUG;
      if (tried < least || took < seconds * 1_000) return false;
      if (!pace.some((one) => one.endsWith(on)))
        pace.push(`${Math.round((tried / took) * 60_000)} seeds a minute on ${on}`);
      return true;
    };
  };

  const invalid = (): string | null => {
    if (bug) return null;
    if (seeds < least) return `only ${seeds} seeds`;
    const missing = Object.keys(faults).filter((name) => faults[name] === 0);
    // A server is too slow for so many in the short forms.
    return seeds < LEAST_SEEDS.sqlite || missing.length === 0
      ? null
      : `too few faults: no ${missing.join(', no ')}`;
  };

  return {
    forSeconds,
    onSeed,
    result: () => {
      if (redSeeds.length > 0 && !bug) say(`red seeds: ${redSeeds.slice(0, 10).join(', ')}`);
      if (redSeeds.length > 0 && bug) say(`${bug.name} shows in seed ${Math.min(...redSeeds)}`);
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
        invalid: invalid(),
        notes: [`${seeds} seeds from ${first}`, ...pace, told.join(', ')],
      };
    },
  };
};
