import { readFileSync, writeFileSync } from 'node:fs';

import type { Line } from './report';

const FIRST = ['engine', 'metric', 'value', 'unit', 'min', 'max'];

/** Puts the tables of each suite between `<!-- W3 -->` and `<!-- /W3 -->`; a suite without markers is left out. */
export const writeTables = (file: string, lines: Line[]): void => {
  let text = readFileSync(file, 'utf8');
  for (const suite of new Set(lines.map((line) => String(line['suite'])))) {
    const mine = lines.filter((line) => line['suite'] === suite);
    const cells = mine.filter((line) => 'engine' in line);
    const ratios = mine.filter((line) => 'ratio' in line);
    const between = new RegExp(`(<!-- ${suite} -->)[\\s\\S]*?(<!-- /${suite} -->)`);
    const tables = [tableOf(cells), tableOf(ratios)].filter((table) => table !== '').join('\n\n');
    text = text.replace(between, `$1\n\n${tables}\n\n$2`);
  }
  writeFileSync(file, text);
};

const tableOf = (lines: Line[]): string => {
  if (lines.length === 0) return '';
  const all = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const names = [
    ...FIRST.filter((name) => all.includes(name)),
    ...all.filter((name) => name !== 'suite' && !FIRST.includes(name)),
  ];
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(names),
    row(names.map(() => '---')),
    ...lines.map((line) => row(names.map((name) => String(line[name] ?? '')))),
  ].join('\n');
};
