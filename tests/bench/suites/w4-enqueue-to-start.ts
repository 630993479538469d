import { withEngines } from '../engines';
import type { EngineName } from '../engines';
import { interleave } from '../interleave';
import { median, quantile } from '../quantiles';
import type { Exact } from '../report';
import type { Suite } from './suite';

interface Delays extends Exact {
  delays: number[];
}

const ENGINES = [
  'ours-postgres',
  'graphile-worker',
  'pg-boss',
  'bullmq',
  'ours-sqlite',
  'ours-mysql',
] as const satisfies EngineName[];

const runsOf = (name: EngineName): number => (name === 'ours-mysql' || name === 'pg-boss' ? 2 : 5);

export const enqueueToStart: Suite = {
  question: 'how long from the call that starts a job by hand to its handler, in one process?',
  run: async ({ cell, compare, quick }) => {
    const names: EngineName[] = [...ENGINES];
    // Its worker looks every two seconds: a thousand would take half an hour.
    const countOf = (name: EngineName): number => {
      if (name === 'pg-boss') return 4;
      return quick ? 200 : 1_000;
    };
    const answers = await withEngines(names, { concurrency: 20 }, (contestants) =>
      interleave(names, quick ? 2 : runsOf, (name, run) =>
        contestants[name].ask<Delays>('enqueueToStart', { count: run === 0 ? 2 : countOf(name) })
      )
    );
    const answersOf = (name: EngineName): Delays[] => answers.get(name) ?? [];
    const p50 = (name: EngineName): number[] => answersOf(name).map(({ delays }) => median(delays));
    for (const engine of names) {
      const missing = Math.max(...answersOf(engine).map((run) => run.missing));
      const duplicate = Math.max(...answersOf(engine).map((run) => run.duplicate));
      const shared = { engine, unit: 'ms', missing, duplicate, under: { count: countOf(engine) } };
      cell({ ...shared, metric: 'start_p50', values: p50(engine) });
      const p99 = answersOf(engine).map(({ delays }) => quantile(delays, 0.99));
      cell({ ...shared, metric: 'start_p99', values: p99 });
    }
    for (const peer of names.filter((name) => !name.startsWith('ours'))) {
      const values: [number[], number[]] = [p50(peer), p50('ours-postgres')];
      compare({ engines: [peer, 'ours-postgres'], metric: 'start_p50', values });
    }
  },
};
