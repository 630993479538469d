import { withEngines } from '../engines';
import type { EngineName } from '../engines';
import { interleave } from '../interleave';
import type { Exact } from '../report';
import type { Suite } from './suite';

interface Rush extends Exact {
  ms: number;
  loopMs: number;
}

const ENGINES = [
  'ours-postgres',
  'graphile-worker',
  'pg-boss-tuned',
  'bullmq',
  'ours-sqlite',
  'ours-mysql',
] as const satisfies EngineName[];

/** Each run takes its half a minute where there is no target to be met. */
const runsOf = (name: EngineName): number => (name === 'ours-mysql' || name === 'bullmq' ? 1 : 3);

export const dueAtOnce: Suite = {
  question: 'when very many jobs are due at one instant, when has the last one started?',
  run: async ({ cell, compare, quick }) => {
    const names: EngineName[] = quick ? ENGINES.slice(0, 5) : [...ENGINES];
    await withEngines(names, { concurrency: 20 }, async (contestants) => {
      for (const due of [1_000, 10_000]) {
        const given = { count: due, inMs: due === 1_000 ? 2_000 : 5_000 };
        const answers = await interleave(names, quick ? 1 : runsOf, (name) =>
          contestants[name].ask<Rush>('dueAtOnce', given)
        );
        const valuesOf = (name: EngineName, value: (run: Rush) => number): number[] =>
          (answers.get(name) ?? []).map(value);
        for (const engine of names) {
          const missing = Math.max(...valuesOf(engine, (run) => run.missing));
          const duplicate = Math.max(...valuesOf(engine, (run) => run.duplicate));
          const shared = { engine, unit: 'ms', missing, duplicate, under: { due } };
          cell({ ...shared, metric: 'all_started', values: valuesOf(engine, ({ ms }) => ms) });
          const loop = valuesOf(engine, ({ loopMs }) => loopMs);
          cell({ ...shared, metric: 'loop_delay_p99', values: loop });
        }
        for (const peer of names.filter((name) => !name.startsWith('ours'))) {
          const [theirs, ours] = [peer, 'ours-postgres' as const].map((name) =>
            valuesOf(name, ({ ms }) => ms)
          );
          compare({
            engines: [peer, 'ours-postgres'],
            metric: 'all_started',
            values: [theirs ?? [], ours ?? []],
            under: { due },
          });
        }
      }
    });
  },
};
