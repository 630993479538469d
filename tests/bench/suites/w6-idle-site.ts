import { withEngines } from '../engines';
import type { EngineName } from '../engines';
import type { Suite } from './suite';

interface Idle {
  statements: number;
  cpuMs: number;
}

const CELLS: { engine: EngineName; jobs: number }[] = [
  { engine: 'ours-postgres', jobs: 0 },
  { engine: 'ours-postgres', jobs: 10_000 },
  { engine: 'ours-sqlite', jobs: 10_000 },
  { engine: 'graphile-worker', jobs: 0 },
  { engine: 'pg-boss', jobs: 0 },
];

export const idleSite: Suite = {
  question: 'what does a site cost on which nothing is due?',
  run: async ({ cell, quick }) => {
    const ms = quick ? 45_000 : 300_000;
    // At the same time, each in a process of its own: next to nothing happens.
    const measured = CELLS.map(({ engine, jobs }) =>
      withEngines([engine], { concurrency: 20 }, (contestants) =>
        contestants[engine].ask<Idle>('idle', { jobs, ms })
      )
    );
    for (const [at, { statements, cpuMs }] of (await Promise.all(measured)).entries()) {
      const { engine, jobs } = CELLS[at]!;
      const shared = { engine, under: { jobs } };
      const perMinute = (statements * 60_000) / ms;
      cell({ ...shared, metric: 'queries', unit: '1/min', values: [perMinute] });
      cell({ ...shared, metric: 'cpu', unit: '%', values: [(cpuMs * 100) / ms] });
    }
  },
};
