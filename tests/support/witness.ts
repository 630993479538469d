import { readFile } from 'node:fs/promises';

/** One line that an attempt of the template `witness` (tests/app/src/witness.js) left outside the database. */
export interface WitnessLine {
  event: 'start' | 'end';
  occurrenceId: string;
  attempt: number;
  job: string;
  scheduledFor: string;
  pid: number;
  at: number;
}

/** All lines so far. The last one may still be on its way: it is left out until it is whole. */
export const readWitness = async (file: string): Promise<WitnessLine[]> => {
  const text = await readFile(file, 'utf8').catch(whileThereIsNone);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as WitnessLine);
};

/** Attempts of this process that started and did not end. */
export const openAttempts = (lines: WitnessLine[], pid: number): WitnessLine[] => {
  const ended = new Set(lines.filter(({ event }) => event === 'end').map(attemptKey));
  return lines.filter(
    (line) => line.event === 'start' && line.pid === pid && !ended.has(attemptKey(line))
  );
};

export const attemptKey = ({ occurrenceId, attempt }: WitnessLine): string =>
  `${occurrenceId}#${attempt}`;

const whileThereIsNone = (error: NodeJS.ErrnoException): string => {
  if (error.code === 'ENOENT') return '';
  throw error;
};
