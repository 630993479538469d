import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { interleave } from '../interleave';
import type { Suite } from './suite';

const run = promisify(execFile);
const PROGRAM = require.resolve('../scripts/much-output.cjs');

/** Bytes; the larger cap is the most that the template takes. */
const GIGABYTE = 1_000_000_000;
const CAPS = [1_000_000, 4_194_304];

const SHAPES = {
  lines: `yes "a line of some sixty characters, as a script may well print it" | head -c ${GIGABYTE}`,
  'no-newline': `head -c ${GIGABYTE} /dev/zero | tr '\\0' x`,
};

interface Cost {
  outputBytes: number;
  storedBytes: number;
  rssGrowth: number;
  loopDelay: number;
  seconds: number;
}

export const muchOutput: Suite = {
  question: 'what does a script cost that prints a gigabyte?',
  run: async ({ cell, quick }) => {
    for (const cap of CAPS) {
      const names = Object.keys(SHAPES) as (keyof typeof SHAPES)[];
      const costs = await interleave(names, quick ? 1 : 5, async (name) => {
        const { stdout } = await run(process.execPath, [PROGRAM, SHAPES[name], String(cap)]);
        return JSON.parse(stdout) as Cost;
      });
      for (const [output, all] of costs) {
        const tell = (metric: string, unit: string, valueOf: (cost: Cost) => number): void =>
          cell({ engine: 'ours', metric, unit, values: all.map(valueOf), under: { output, cap } });
        tell('missing_bytes', 'B', ({ outputBytes }) => GIGABYTE - outputBytes);
        tell('stored', 'B', ({ storedBytes }) => storedBytes);
        tell('rss_growth', 'MB', ({ rssGrowth }) => rssGrowth);
        tell('loop_delay_max', 'ms', ({ loopDelay }) => loopDelay);
        tell('duration', 's', ({ seconds }) => seconds);
      }
    }
  },
};
