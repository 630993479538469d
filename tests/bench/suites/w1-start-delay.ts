import { withEngines } from '../engines';
import type { EngineName } from '../engines';
import { interleave } from '../interleave';
import { median, quantile } from '../quantiles';
import type { Exact } from '../report';
import type { Suite } from './suite';

const ENGINES = [
  'ours-postgres',
  'graphile-worker',
  'pg-boss',
  'bullmq',
  'node-schedule',
  'croner',
  'ours-sqlite',
] as const satisfies EngineName[];

interface Delays extends Exact {
  lateness: number[];
}

/** As many per second as 1,000 within a minute. */
const OCCURRENCES = 200;
const SPAN_MS = 12_000;
/** Time to put them on record before the first is due. */
const LEAD_MS = 5_000;
const CRON_JOBS = 20;

export const startDelay: Suite = {
  question: 'how late does something start that is due at an odd millisecond, or with the minute?',
  run: async ({ cell, compare, quick }) => {
    const names: EngineName[] = [...ENGINES];
    const runs = quick ? 1 : 5;
    await withEngines(names, { concurrency: 20 }, async (contestants) => {
      const ask = (name: EngineName, run: number): Promise<Delays> => {
        const count = run === 0 ? OCCURRENCES / 10 : OCCURRENCES;
        const first = Date.now() + LEAD_MS;
        const step = 7919 * (run + 1);
        const span = run === 0 ? SPAN_MS / 10 : SPAN_MS;
        const instants = Array.from({ length: count }, (_, one) => first + ((one * step) % span));
        return contestants[name].ask('startDelays', { instants });
      };
      const answers = await interleave(names, runs, ask);
      tell(answers, 'start');

      // All of them at the same minute: a cron without seconds has no other.
      const at = Math.ceil((Date.now() + 20_000) / 60_000) * 60_000;
      const atTheMinute = names.map(async (name): Promise<[EngineName, Delays[]]> => [
        name,
        [await contestants[name].ask<Delays>('cronDelays', { count: CRON_JOBS, at })],
      ]);
      tell(new Map(await Promise.all(atTheMinute)), 'cron');
    });

    function tell(answers: Map<EngineName, Delays[]>, what: string): void {
      const p50 = (name: EngineName): number[] =>
        runsOf(name).map(({ lateness }) => median(lateness));
      const p99 = (name: EngineName): number[] =>
        runsOf(name).map(({ lateness }) => quantile(lateness, 0.99));
      const runsOf = (name: EngineName): Delays[] => answers.get(name) ?? [];
      for (const engine of names) {
        const missing = Math.max(...runsOf(engine).map((run) => run.missing));
        const duplicate = Math.max(...runsOf(engine).map((run) => run.duplicate));
        const shared = { engine, unit: 'ms', missing, duplicate };
        cell({ ...shared, metric: `${what}_p50`, values: p50(engine) });
        cell({ ...shared, metric: `${what}_p99`, values: p99(engine) });
      }
      for (const peer of names.filter((name) => !name.startsWith('ours'))) {
        // The other way round: how many times later the peer starts.
        const engines: [string, string] = [peer, 'ours-postgres'];
        const metric = `${what}_p50`;
        compare({ engines, metric, values: [p50(peer), p50('ours-postgres').map(atLeastOne)] });
      }
    }
  },
};

/** Clocks of whole milliseconds: a delay below one of them is one. */
const atLeastOne = (ms: number): number => Math.max(1, ms);
