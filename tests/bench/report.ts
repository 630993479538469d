import { median } from './quantiles';
import { writeTables } from './write-tables';

/** What became of the occurrences that a cell handed out: none may be missing, none may come twice. */
export interface Exact {
  missing: number;
  duplicate: number;
}

export interface Cell extends Partial<Exact> {
  engine: string;
  metric: string;
  unit: string;
  /** One value per run. */
  values: number[];
  /** What the cell was measured under, where a suite has several of it. */
  under?: Record<string, number | string>;
}

export interface Comparison {
  engines: [ours: string, peer: string];
  metric: string;
  /** Of each run, side by side. */
  values: [ours: number[], peer: number[]];
  under?: Record<string, number | string>;
}

export type Line = Record<string, unknown>;

/** How a suite tells what it found: one JSON line per cell and per comparison. */
export interface Findings {
  cell(cell: Cell): void;
  compare(comparison: Comparison): void;
}

export interface Report {
  of(suite: string): Findings;
  /** Writes the lines as tables into a Markdown file, between its markers. */
  writeInto(file: string): void;
}

export const openReport = (): Report => {
  const lines: Line[] = [];
  const print = (line: Line): void => {
    lines.push(line);
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return {
    of: (suite) => ({
      cell: ({ values, under, missing = 0, duplicate = 0, engine, metric, unit }) => {
        const measured = { value: median(values), unit, min: least(values), max: most(values) };
        const runs = values.length;
        print({ suite, engine, metric, ...under, ...measured, runs, missing, duplicate });
      },
      compare: ({ engines, values: [ours, peer], metric, under }) => {
        const ratios = ours.map((value, run) => value / (peer[run] ?? Number.NaN));
        const measured = { median: median(ratios), min: least(ratios), max: most(ratios) };
        print({ suite, ratio: engines.join('/'), metric, ...under, ...measured });
      },
    }),
    writeInto: (file) => writeTables(file, lines),
  };
};

const least = (values: number[]): number => median([Math.min(...values)]);
const most = (values: number[]): number => median([Math.max(...values)]);
