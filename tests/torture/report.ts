import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';

import { INVARIANTS } from './checker';
import type { StageResult } from './stage';

export interface BugResult {
  bug: string;
  sentence: string;
  stage: string;
  caught: boolean;
  /** What gave it away. */
  evidence: string;
}

export interface Report {
  command: string;
  startedAt: Date;
  seconds: number;
  results: StageResult[];
  bugs: BugResult[];
  databases: Record<string, string>;
}

const sum = (results: StageResult[], pick: (result: StageResult) => number): number =>
  results.reduce((total, result) => total + pick(result), 0);

/** The last line of a run. */
export const summaryOf = ({ results, bugs }: Pick<Report, 'results' | 'bugs'>) => ({
  occurrences: sum(results, ({ occurrences }) => occurrences),
  attempts: sum(results, ({ attempts }) => attempts),
  lost: sum(results, ({ counts }) => counts.lost),
  doubled: sum(results, ({ counts }) => counts.doubled + counts.doubleStarted),
  kills: sum(results, ({ kills }) => kills),
  pauses: sum(results, ({ pauses }) => pauses),
  dbRestarts: sum(results, ({ dbRestarts }) => dbRestarts),
  seededBugs: { planted: bugs.length, caught: bugs.filter(({ caught }) => caught).length },
});

/** What a whole run has to come to, however few databases there are. */
const LEAST = { occurrences: 20_000, kills: 20, bugs: 10 };

/** What a whole run lacks to prove anything, in words. */
export const shortfallsOf = (report: Pick<Report, 'results' | 'bugs'>): string[] => {
  const { occurrences, kills, seededBugs } = summaryOf(report);
  const had = { occurrences, kills, bugs: seededBugs.planted };
  return (['occurrences', 'kills', 'bugs'] as const)
    .filter((name) => had[name] < LEAST[name])
    .map((name) => `only ${had[name]} ${name} of at least ${LEAST[name]}`);
};

const MARKERS = ['<!-- torture: begin -->', '<!-- torture: end -->'] as const;

/** Writes the tables between the markers of a file, and leaves the rest of it alone. */
export const writeMarkdown = async (file: string, report: Report): Promise<void> => {
  const text = await readFile(file, 'utf8');
  const [begin, end] = MARKERS;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no ${begin} … ${end}`);
  const tables = tablesOf(report);
  await writeFile(file, `${text.slice(0, from + begin.length)}\n\n${tables}\n\n${text.slice(to)}`);
};

/** What is broken, what there was of it, and the stages that can see it where not all of them can. */
type Words = [broken: string, of: 'occurrences' | 'attempts', seenBy?: readonly string[]];

const WORDS: Record<(typeof INVARIANTS)[number], Words> = {
  lost: ['occurrences lost', 'occurrences'],
  doubled: ['occurrences with two records, or with one that nobody owed', 'occurrences'],
  doubleStarted: ['attempts started twice', 'attempts'],
  overlapping: ['attempts beside others where a limit forbids it', 'attempts'],
  stuck: ['executions that never ended', 'occurrences'],
  staleWrites: ['records changed by somebody who no longer owned them', 'attempts', ['simulation']],
  orphans: ['records that hold, or lack, what they should not', 'occurrences'],
  early: ['starts before their instant', 'attempts'],
  afterCancel: ['starts after a cancel', 'attempts', ['simulation']],
  cursorBack: ['cursors that went back', 'occurrences', ['simulation']],
  unguarded: [
    'runs that a calendar, a pause, a breaker or a maximum forbade',
    'occurrences',
    ['simulation'],
  ],
  exits: [
    'processes that ended by themselves',
    'attempts',
    ['crash-points', 'clock-changes', 'network', 'nodes', 'server-clock-changes', 'servers'],
  ],
};

const tablesOf = ({ command, startedAt, seconds, results, bugs, databases }: Report): string =>
  [
    `Run of ${startedAt.toISOString().slice(0, 10)}: \`${command}\`, ${Math.round(seconds)} s on ${machine()}, ` +
      `${Object.values(databases).join(', ')}.`,
    table(
      ['Promise broken', 'Count'],
      INVARIANTS.map((invariant) => {
        const [words, of, seenBy] = WORDS[invariant];
        const seen = results.filter(({ stage }) => seenBy?.includes(stage) ?? true);
        return [
          seenBy === undefined ? words : `${words} (looked for in ${named(seenBy)})`,
          bounded(
            sum(results, ({ counts }) => counts[invariant]),
            sum(seen, (one) => one[of])
          ),
        ];
      })
    ),
    table(
      [
        'Stage',
        'Database',
        'Occurrences',
        'Attempts',
        'Kills',
        'Pauses',
        'Database restarts',
        'Broken',
        'Remarks',
      ],
      results.map((one) => [
        one.stage,
        one.database,
        one.occurrences,
        one.attempts,
        one.kills,
        one.pauses,
        one.dbRestarts,
        one.invalid ??
          sum([one], ({ counts }) => INVARIANTS.reduce((total, name) => total + counts[name], 0)),
        one.notes.join('; '),
      ])
    ),
    ...(bugs.length === 0
      ? []
      : [
          table(
            ['Mistake planted', 'Stage', 'Caught', 'By'],
            bugs.map(({ sentence, stage, caught, evidence }) => [
              sentence,
              stage,
              caught ? 'yes' : '**no**',
              evidence,
            ])
          ),
        ]),
  ].join('\n\n');

const named = (stages: readonly string[]): string =>
  stages.map((stage) => `\`${stage}\``).join(', ');

/** "0 of n (95 % bound 3/n)": the rule of three. */
const bounded = (count: number, of: number): string =>
  count === 0 && of > 0
    ? `0 of ${of.toLocaleString('en')} (95 % bound ${(3 / of).toExponential(1)})`
    : `${count} of ${of.toLocaleString('en')}`;

const machine = (): string =>
  `${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), Node.js ${process.version}`;

const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
