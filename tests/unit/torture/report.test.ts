import { INVARIANTS } from '../../torture/checker';
import { readOptions } from '../../torture/options';
import { shortfallsOf, summaryOf } from '../../torture/report';
import type { StageResult } from '../../torture/stage';

const aResult = (given: Partial<StageResult> = {}): StageResult => ({
  stage: 'nodes',
  database: 'sqlite',
  occurrences: 10_000,
  attempts: 11_000,
  kills: 10,
  pauses: 2,
  dbRestarts: 1,
  counts: Object.fromEntries(INVARIANTS.map((name) => [name, 0])) as StageResult['counts'],
  examples: [],
  invalid: null,
  notes: [],
  ...given,
});
const bugs = Array.from({ length: 10 }, (_, number) => ({
  bug: `bug ${number}`,
  sentence: 'A mistake.',
  stage: 'simulation',
  caught: number !== 3,
  evidence: 'lost: one',
}));

test('the last line of a run adds up all stages, and says which mistakes were caught', () => {
  const counts = { ...aResult().counts, lost: 2, doubled: 1, doubleStarted: 1 };
  expect(summaryOf({ results: [aResult(), aResult({ counts })], bugs })).toEqual({
    occurrences: 20_000,
    attempts: 22_000,
    lost: 2,
    doubled: 2,
    kills: 20,
    pauses: 4,
    dbRestarts: 2,
    seededBugs: { planted: 10, caught: 9 },
  });
});

test('a whole run that did too little says what it lacks', () => {
  expect(shortfallsOf({ results: [aResult(), aResult()], bugs })).toEqual([]);
  expect(shortfallsOf({ results: [aResult({ kills: 19 })], bugs: bugs.slice(1) })).toEqual([
    'only 10000 occurrences of at least 20000',
    'only 19 kills of at least 20',
    'only 9 bugs of at least 10',
  ]);
});

test.each([
  [['--short'], true],
  [['--short', '--stage', 'nodes'], false],
  [['--database', 'sqlite'], false],
  [['--bugs'], false],
])('a run with %j is a whole one: %j', (args, isWhole) => {
  expect(readOptions(args, ['nodes', 'simulation']).isWhole).toBe(isWhole);
});
