import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import type { ContainmentLevel } from '../../../server/src/contract/scheduler';
import { eventually } from '../../support/eventually';
import { ZOO } from '../../support/process-zoo';
import { startScriptServer } from '../../support/script-server';

export type Kind = keyof typeof ZOO;
export const KINDS = Object.keys(ZOO) as Kind[];

/** What became of the scripts of one kind when their server went. */
export interface Fate {
  /** Processes that were there two seconds later. */
  survivors: number;
  /** Milliseconds until nobody was seen any more; Infinity where somebody stayed. */
  goneMs: number;
}

const PROMISED_MS = 2_000;
const PATIENCE_MS = 10_000;
const EVERY_MS = 5;
/** Whoever starts somebody and goes may be missed by a look. */
const ENOUGH_LOOKS = 20;

/** Starts a server with a script of each kind, ends or stops it, and looks who is left. */
export const fatesAt = async (
  level: ContainmentLevel,
  signal: 'SIGKILL' | 'SIGSTOP'
): Promise<Record<Kind, Fate>> => {
  const marks = KINDS.map((_, index) => `${60_000 + (process.pid % 10_000)}.${index + 1}`);
  const scripts = KINDS.map((kind, index) => [
    kind,
    { text: ZOO[kind], args: [marks[index] ?? ''] },
  ]);
  const options = { level, hasCgroups: true, timeoutMs: null };
  const server = startScriptServer({ ...options, scripts: Object.fromEntries(scripts) });
  try {
    await eventually(server.told, (told) =>
      KINDS.every((kind) => told.some(({ name, said }) => name === kind && said === 'up'))
    );
    server.kill(signal);
    return await watch(marks);
  } finally {
    server.kill('SIGKILL');
    await server.exited;
    for (const pid of marks.flatMap((mark) => pidsOf(linesOf(), mark)))
      process.kill(pid, 'SIGKILL');
  }
};

const watch = async (marks: string[]): Promise<Record<Kind, Fate>> => {
  const from = performance.now();
  const fates = marks.map((): Fate => ({ survivors: Number.NaN, goneMs: Infinity }));
  for (let empty = 0, ms = 0; ms < PATIENCE_MS;) {
    ms = performance.now() - from;
    const lines = linesOf();
    const left = marks.map((mark) => pidsOf(lines, mark).length);
    fates.forEach((fate, index) => {
      const count = left[index] ?? 0;
      fate.goneMs = count > 0 ? Infinity : Math.min(fate.goneMs, ms);
      if (ms >= PROMISED_MS && Number.isNaN(fate.survivors)) fate.survivors = count;
    });
    empty = left.some((count) => count > 0) ? 0 : empty + 1;
    if (empty >= ENOUGH_LOOKS && ms >= PROMISED_MS) break;
    await pause(EVERY_MS);
  }
  return Object.fromEntries(KINDS.map((kind, index) => [kind, fates[index]])) as Record<Kind, Fate>;
};

interface CommandLine {
  pid: number;
  text: string;
}

const linesOf = (): CommandLine[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), text: textOf(`/proc/${pid}/cmdline`) }));

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

/** Supervisors too: the mark is in the command that they are told to start. */
const pidsOf = (lines: CommandLine[], mark: string): number[] =>
  lines.filter(({ text }) => text.includes(`\0${mark}\0`)).map(({ pid }) => pid);
