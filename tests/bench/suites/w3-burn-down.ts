import { withEngines } from '../engines';
import type { EngineName } from '../engines';
import { interleave } from '../interleave';
import type { Exact, Findings } from '../report';
import type { Suite } from './suite';

const ENGINES = [
  'ours-postgres',
  'graphile-worker',
  'graphile-worker-batched',
  'pg-boss',
  'pg-boss-tuned',
  'bullmq',
  'ours-sqlite',
  'ours-mysql',
] as const satisfies EngineName[];

/** pg-boss's own worker with its defaults polls every two seconds: this many per hand are enough to know its pace. */
const ROUNDS_OF_PG_BOSS = 4;

export const burnDown: Suite = {
  question: 'how fast is a backlog of executions that do nothing worked off, all of it on record?',
  run: async (bench) => {
    for (const concurrency of [20, 100]) await measure(bench, concurrency);
  },
};

/** Nothing is compared with our other two databases. */
const runsOf = (name: EngineName): number =>
  name === 'ours-sqlite' || name === 'ours-mysql' ? 2 : 5;

const measure = async (
  { cell, compare, quick }: Findings & { quick: boolean },
  concurrency: number
): Promise<void> => {
  // The other two databases once: nothing there depends on how many hands there are.
  const withAll = !quick && concurrency === 20;
  const names: EngineName[] = withAll ? [...ENGINES] : ENGINES.slice(0, 6);
  const backlog = quick ? 20_000 : 50_000;
  const countOf = (name: EngineName): number => {
    if (name === 'pg-boss') return concurrency * ROUNDS_OF_PG_BOSS;
    return name === 'ours-sqlite' || name === 'ours-mysql' ? 10_000 : backlog;
  };
  const answers = await withEngines(names, { concurrency }, (contestants) =>
    interleave(names, quick ? 2 : runsOf, (name) =>
      contestants[name].ask<{ ms: number } & Exact>('burnDown', { count: countOf(name) })
    )
  );
  const pace = (name: EngineName): number[] =>
    (answers.get(name) ?? []).map(({ ms }) => (countOf(name) * 1000) / ms);
  const shared = { metric: 'throughput', under: { concurrency } };
  for (const name of names) {
    const runs = answers.get(name) ?? [];
    const missing = Math.max(...runs.map((run) => run.missing));
    const duplicate = Math.max(...runs.map((run) => run.duplicate));
    const executions = countOf(name);
    const under = { concurrency, executions };
    cell({ ...shared, engine: name, unit: '1/s', values: pace(name), under, missing, duplicate });
  }
  for (const peer of names.filter((name) => !name.startsWith('ours'))) {
    const values: [number[], number[]] = [pace('ours-postgres'), pace(peer)];
    compare({ ...shared, engines: ['ours-postgres', peer], values });
  }
};
