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
  'pg-boss-tuned',
  'bullmq',
  'node-schedule',
  'croner',
  'ours-sqlite',
] as const satisfies EngineName[];

/** They have no target, and each run takes its quarter of a minute. */
const BESIDE: EngineName[] = ['pg-boss-tuned', 'bullmq', 'node-schedule', 'croner', 'ours-sqlite'];

interface Delays extends Exact {
  lateness: number[];
}

/** As many per second as 1,000 within a minute. */
const PER_SECOND = 1000 / 60;
/** Time to put so many on record before the first is due. */
const leadMs = (count: number): number => 4_000 + count * 30;
const CRON_JOBS = 20;
const CRON_RUNS = 3;
const CRONS = ['ours-postgres', 'graphile-worker', 'pg-boss'] as const satisfies EngineName[];

export const startDelay: Suite = {
  question: 'how late does something start that is due at an odd millisecond, or with the minute?',
  run: async ({ cell, compare, quick }) => {
    const names: EngineName[] = [...ENGINES];
    const runsOf = (name: EngineName): number => {
      if (quick) return 1;
      return BESIDE.includes(name) ? 2 : 5;
    };
    const spanMs = quick ? 6_000 : 12_000;
    await withEngines(names, { concurrency: 20 }, async (contestants) => {
      const ask = (name: EngineName, run: number): Promise<Delays> => {
        // The warm-up is a short one.
        const span = run === 0 ? 1_000 : spanMs;
        const count = Math.round((PER_SECOND * span) / 1000);
        const first = Date.now() + leadMs(count);
        const instants = Array.from({ length: count }, (_, one) => first + ((one * 7919) % span));
        return contestants[name].ask('startDelays', { instants });
      };
      const answers = await interleave(names, runsOf, ask);
      tell(answers, 'start');

      // One minute each: a minute is the shortest that their crons know.
      const crons = new Map<EngineName, Delays[]>(CRONS.map((name) => [name, []]));
      for (let run = 0; !quick && run < CRON_RUNS; run += 1) {
        for (const [name, answered] of crons) {
          const at = Math.ceil((Date.now() + leadMs(CRON_JOBS)) / 60_000) * 60_000;
          const given = { count: CRON_JOBS, at };
          answered.push(await contestants[name].ask<Delays>('cronDelays', given));
        }
      }
      if (!quick) tell(crons, 'cron');
    });

    function tell(answers: Map<EngineName, Delays[]>, what: string): void {
      const p50 = (name: EngineName): number[] =>
        answersOf(name).map(({ lateness }) => median(lateness));
      const p99 = (name: EngineName): number[] =>
        answersOf(name).map(({ lateness }) => quantile(lateness, 0.99));
      const answersOf = (name: EngineName): Delays[] => answers.get(name) ?? [];
      for (const engine of answers.keys()) {
        const missing = Math.max(...answersOf(engine).map((run) => run.missing));
        const duplicate = Math.max(...answersOf(engine).map((run) => run.duplicate));
        const shared = { engine, unit: 'ms', missing, duplicate };
        cell({ ...shared, metric: `${what}_p50`, values: p50(engine) });
        cell({ ...shared, metric: `${what}_p99`, values: p99(engine) });
      }
      for (const peer of [...answers.keys()].filter((name) => !name.startsWith('ours'))) {
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
