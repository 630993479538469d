import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ContainmentLevel } from '../../../server/src/contract/scheduler';
import { interleave } from '../interleave';
import { median, quantile } from '../quantiles';
import { hostAt, LIMITS, runBash } from '../scripts/script-runs';
import type { Suite } from './suite';

const SCRIPT = 'echo up\n';

/** Milliseconds until the first word of the script, and until all is over. */
interface Run {
  start: number;
  whole: number;
}

const spawnBare = (file: string): Promise<Run> =>
  new Promise((resolve) => {
    const from = performance.now();
    let start = Number.NaN;
    const child = spawn('/bin/bash', [file], { stdio: ['ignore', 'pipe', 'pipe'], env: {} });
    child.stdout.once('data', () => (start = performance.now() - from));
    child.once('close', () => resolve({ start, whole: performance.now() - from }));
  });

const runAt = async (
  level: ContainmentLevel,
  limits: Partial<typeof LIMITS> = {}
): Promise<() => Promise<Run>> => {
  const host = await hostAt(level, limits);
  return async () => {
    const from = performance.now();
    let start = Number.NaN;
    await runBash(host, { text: SCRIPT, outputCapBytes: 10_000 }, () => {
      start = performance.now() - from;
    });
    return { start, whole: performance.now() - from };
  };
};

export const scriptStart: Suite = {
  question: 'how much later does a script start than one that is merely spawned?',
  run: async ({ cell, quick }) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'w11-'));
    try {
      const file = path.join(folder, 'run.sh');
      writeFileSync(file, SCRIPT);
      const ways = {
        'bare-spawn': () => spawnBare(file),
        namespace: await runAt('namespace'),
        subreaper: await runAt('subreaper'),
        basic: await runAt('basic'),
        'namespace-limited': await runAt('namespace', LIMITS),
      };
      // Turn by turn within a run: what disturbs the machine disturbs all of them.
      const names = Object.keys(ways) as (keyof typeof ways)[];
      const times = quick ? 20 : 100;
      const runs = await interleave(['all'], quick ? 3 : 5, async () => {
        const all: Record<string, Run[]> = Object.fromEntries(names.map((name) => [name, []]));
        for (let turn = 0; turn < times; turn += 1)
          for (const name of names) all[name]?.push(await ways[name]());
        return all;
      });
      const measured = runs.get('all') ?? [];
      for (const engine of names)
        for (const part of ['start', 'whole'] as const) {
          const of = (name: string) => measured.map((run) => run[name]!.map((one) => one[part]));
          const bare = of('bare-spawn').map((all) => median(all));
          const p50 = of(engine).map((all) => median(all));
          cell({ engine, metric: `${part}_p50`, unit: 'ms', values: p50 });
          cell({
            engine,
            metric: `${part}_p99`,
            unit: 'ms',
            values: of(engine).map((all) => quantile(all, 0.99)),
          });
          if (engine !== 'bare-spawn')
            cell({
              engine,
              metric: `${part}_overhead_p50`,
              unit: 'ms',
              values: p50.map((value, run) => value - (bare[run] ?? Number.NaN)),
            });
        }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
