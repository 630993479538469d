import { interleave } from '../interleave';
import { quantile } from '../quantiles';
import { fatesAt, KINDS } from '../scripts/gone-after';
import type { Fate } from '../scripts/gone-after';
import type { Suite } from './suite';

const LEVELS = ['namespace', 'subreaper', 'basic'] as const;
const ENDINGS = ['SIGKILL', 'SIGSTOP'] as const;

export const nothingLeft: Suite = {
  question: 'how soon is nothing left of the scripts of a server that is killed or stopped?',
  run: async ({ cell, quick }) => {
    const names = LEVELS.flatMap((level) => ENDINGS.map((ending) => `${level} ${ending}` as const));
    const runs = await interleave(names, quick ? 1 : 3, async (name) => {
      const [level, ending] = name.split(' ') as [
        (typeof LEVELS)[number],
        (typeof ENDINGS)[number],
      ];
      return fatesAt(level, ending);
    });
    for (const [name, fates] of runs)
      for (const script of KINDS) {
        const [level = '', ending = ''] = name.split(' ');
        const each = fates.map((all): Fate => all[script]);
        const tell = (metric: string, unit: string, values: number[]): void =>
          cell({ engine: level, metric, unit, values, under: { ending, script } });
        tell(
          'survivors_after_2s',
          'processes',
          each.map(({ survivors }) => survivors)
        );
        const gone = each.map(({ goneMs }) => goneMs);
        tell('gone_p99', 'ms', [quantile(gone, 0.99)]);
      }
  },
};
