import { Cron } from 'croner';
import { CronExpressionParser } from 'cron-parser';

import { nextRun } from '../../../server/src/domain/schedule/next';
import { aCron } from '../../support/factories';
import { interleave } from '../interleave';
import { median, quantile } from '../quantiles';
import type { Suite } from './suite';

interface Asked {
  expression: string;
  timezone: string;
  after: number;
}

const ENGINES = {
  ours: ({ expression, timezone, after }: Asked): unknown =>
    nextRun(aCron(expression, { timezone }), after),
  croner: ({ expression, timezone, after }: Asked): unknown =>
    new Cron(expression, { timezone, paused: true }).nextRun(new Date(after)),
  // What node-schedule rests on.
  'cron-parser': ({ expression, timezone, after }: Asked): unknown =>
    CronExpressionParser.parse(expression, { tz: timezone, currentDate: new Date(after) }).next(),
};

export const nextOccurrence: Suite = {
  question: 'how long does the next occurrence of an expression take, parsing included?',
  run: async ({ cell, compare, quick }) => {
    const asked = expressions();
    const names = Object.keys(ENGINES) as (keyof typeof ENGINES)[];
    const answers = await interleave(names, quick ? 3 : 5, async (name) =>
      time(ENGINES[name], asked)
    );
    for (const engine of names) {
      const runs = answers.get(engine) ?? [];
      const shared = { engine, unit: 'us', under: { expressions: asked.length } };
      cell({ ...shared, metric: 'next_p50', values: runs.map((run) => median(run)) });
      cell({ ...shared, metric: 'next_p99', values: runs.map((run) => quantile(run, 0.99)) });
      cell({ ...shared, metric: 'next_max', values: runs.map((run) => Math.max(...run)) });
    }
    for (const peer of ['croner', 'cron-parser'] as const) {
      const [theirs, ours] = [peer, 'ours' as const].map((name) =>
        (answers.get(name) ?? []).map((run) => median(run))
      );
      compare({ engines: [peer, 'ours'], metric: 'next_p50', values: [theirs ?? [], ours ?? []] });
    }
  },
};

/** A process that has to wait for its processor is not slow: of several tries the quickest counts. */
const TRIES = 3;

/** Microseconds of each. */
const time = (next: (asked: Asked) => unknown, all: Asked[]): number[] =>
  all.map((asked) => Math.min(...Array.from({ length: TRIES }, () => timeOne(next, asked))));

/** What an engine refuses or gives up on takes its time too. */
const timeOne = (next: (asked: Asked) => unknown, asked: Asked): number => {
  const from = performance.now();
  try {
    next(asked);
  } catch {
    // cron-parser throws where there is no next one.
  }
  return (performance.now() - from) * 1000;
};

const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Pacific/Chatham',
  'America/St_Johns',
  'Asia/Jerusalem',
];

/** 992 different ones that happen, and eight that never do. */
const expressions = (): Asked[] => {
  const shapes = [
    (n: number) => `${n % 60} ${n % 24} * * *`,
    (n: number) => `${n % 60} 2 * 3,10,11 *`,
    (n: number) => `*/${1 + (n % 29)} ${n % 24} * * ${n % 7}`,
    (n: number) => `${n % 60} ${n % 24} ${1 + (n % 28)} ${1 + (n % 12)} *`,
    (n: number) => `${n % 60} ${n % 60} 1-3 * * *`,
    (n: number) => `${n % 60} ${n % 24} 29 2 *`,
    (n: number) => `${n % 60} ${n % 24} 31 1,3,5 *`,
    (n: number) => `0 ${n % 60} ${n % 24} 1 1 *`,
  ];
  const day = 86_400_000;
  const possible = Array.from({ length: 992 }, (_, n) => ({
    expression: shapes[n % shapes.length]!(n),
    timezone: ZONES[Math.floor(n / 8) % ZONES.length]!,
    after: Date.UTC(2026, 0, 1) + ((n * 37) % 365) * day + n * 61_000,
  }));
  const impossible = ['0 0 30 2 *', '0 0 31 4 *', '0 0 31 2,4,6,9,11 *', '0 12 30,31 2 *'];
  return [
    ...possible,
    ...[...impossible, ...impossible].map((expression, n) => ({
      expression,
      timezone: ZONES[n]!,
      after: Date.UTC(2026, 5, 1),
    })),
  ];
};
