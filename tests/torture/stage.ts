import type { DatabaseName } from '../support/databases';
import type { Bug } from './bugs';
import { check, INVARIANTS, type Findings, type Invariant } from './checker';
import type { History } from './history';

/** How long a run may take: a minute in all, less than ten, or as long as it needs. */
export type Size = 'minute' | 'short' | 'long';

export interface StageRequest {
  database: DatabaseName;
  size: Size;
  seed: number;
  bug?: Bug | undefined;
  /** Tells whoever waits. */
  say: (text: string) => void;
}

export interface StageResult {
  stage: string;
  database: DatabaseName;
  occurrences: number;
  attempts: number;
  kills: number;
  pauses: number;
  dbRestarts: number;
  counts: Record<Invariant, number>;
  /** A few findings, in words. */
  examples: string[];
  /** Why this run proves nothing; null where it does. */
  invalid: string | null;
  /** Other figures worth a line. */
  notes: string[];
}

export interface Stage {
  name: string;
  /** What is done to the engine. */
  sentence: string;
  /** It waits more than it works: all databases at once, in the long form too. */
  isLight?: true;
  /** Where it makes sense; everywhere where left out. */
  databases?: readonly DatabaseName[];
  run: (request: StageRequest) => Promise<StageResult>;
}

export const isRed = ({ counts, invalid }: StageResult): boolean =>
  invalid !== null || INVARIANTS.some((invariant) => counts[invariant] > 0);

/** Adds up the findings of several runs, and keeps the first few as examples. */
export const createTally = () => {
  const counts = Object.fromEntries(INVARIANTS.map((name) => [name, 0])) as StageResult['counts'];
  const examples: string[] = [];
  const totals = { occurrences: 0, attempts: 0 };
  const addFindings = (findings: Findings, where: string): void => {
    for (const name of INVARIANTS) {
      counts[name] += findings[name].length;
      for (const finding of findings[name].slice(0, 3)) {
        if (examples.length < 12) examples.push(`${where}${name}: ${finding}`);
      }
    }
  };
  return {
    counts,
    examples,
    totals,
    addFindings,
    /** Answers all that was found. */
    addHistory: (history: History, where = ''): string[] => {
      const findings = check(history);
      addFindings(findings, where);
      totals.occurrences += history.jobs.reduce((sum, { expected }) => sum + expected.length, 0);
      totals.attempts += history.witness.filter(({ event }) => event === 'start').length;
      return INVARIANTS.flatMap((name) => findings[name].map((one) => `${name}: ${one}`));
    },
  };
};
