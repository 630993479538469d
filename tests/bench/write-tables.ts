import { readFileSync, writeFileSync } from 'node:fs';

import type { Line } from './report';

/** Columns around those that a suite has of its own. */
const FIRST = ['ratio', 'engine', 'metric'];
const LAST = ['value', 'median', 'unit', 'min', 'max', 'runs', 'missing', 'duplicate'];

/** Puts the tables of each suite between `<!-- W3 -->` and `<!-- /W3 -->`; a suite without markers is left out. */
export const writeTables = (file: string, lines: Line[]): void => {
  let text = readFileSync(file, 'utf8');
  for (const suite of new Set(lines.map((line) => String(line['suite'])))) {
    const mine = lines.filter((line) => line['suite'] === suite);
    const cells = mine.filter((line) => 'engine' in line);
    const ratios = mine.filter((line) => 'ratio' in line);
    const between = new RegExp(`(<!-- ${suite} -->)[\\s\\S]*?(<!-- /${suite} -->)`);
    const tables = [tableOf(cells), tableOf(ratios)].filter((table) => table !== '').join('\n\n');
    text = text.replace(between, (_, open, close) => `${open}\n\n${tables}\n\n${close}`);
  }
  writeFileSync(file, text);
};

const tableOf = (lines: Line[]): string => {
  if (lines.length === 0) return '';
  const names = columnsOf(lines);
  const rows = [names, ...lines.map((line) => names.map((name) => String(line[name] ?? '')))];
  const widths = names.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)));
  const written = rows.map((row) => rowOf(row.map((cell, at) => cell.padEnd(widths[at] ?? 0))));
  written.splice(1, 0, rowOf(widths.map((width) => '-'.repeat(width))));
  return written.join('\n');
};

const rowOf = (cells: string[]): string => `| ${cells.join(' | ')} |`;

const columnsOf = (lines: Line[]): string[] => {
  const all = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const own = all.filter((name) => name !== 'suite' && ![...FIRST, ...LAST].includes(name));
  return [...FIRST, ...own, ...LAST].filter((name) => own.includes(name) || all.includes(name));
};
