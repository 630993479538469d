import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';

import type { ContainmentLevel } from '../../server/src/contract/scheduler';

export interface ScriptServerOptions {
  level: ContainmentLevel;
  hasCgroups: boolean;
  timeoutMs: number | null;
  limits?: Record<string, number>;
  /** Of each script; 10,000 where nothing is said. */
  outputCapBytes?: number;
  scripts: Record<string, { text: string; args?: string[]; env?: Record<string, string> }>;
  /** What goes before it, such as a program that makes it another user's. */
  under?: string[];
}

export interface Told {
  name?: string;
  stream?: 'stdout' | 'stderr' | 'system';
  /** The beginning of a line, and how long all of it is. */
  said?: string;
  bytes?: number;
  logged?: string;
  ended?: string;
  /** Of a script that succeeded. */
  outputBytes?: number;
  survivors?: number;
}

/** `serve-scripts.cjs` in a process of its own. */
export const startScriptServer = ({ under = [], ...options }: ScriptServerOptions) => {
  const [file, ...args] = [...under, process.execPath, path.join(__dirname, 'serve-scripts.cjs')];
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${JSON.stringify(options)}\n`);
  const told: Told[] = [];
  createInterface(child.stdout).on('line', (text) => told.push(JSON.parse(text) as Told));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    /** What it has told until now. */
    told: async () => {
      await setImmediate();
      return told;
    },
    cancel: () => child.stdin.write('cancel\n'),
    kill: (signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => child.kill(signal),
    exited,
  };
};

export interface Found {
  pid: number;
  /** Its command line, with spaces between its arguments. */
  line: string;
  environment: string;
}

/** The processes of this host whose command line or environment holds the mark. */
export const processesWith = async (mark: string): Promise<Found[]> => [
  ...(await lookFor(mark)),
  // One may have started another one while we looked, and be gone itself.
  ...(await lookFor(mark)),
];

const lookFor = async (mark: string): Promise<Found[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const textOf = (file: string) => readFile(file, 'utf8').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      line: (await textOf(`/proc/${pid}/cmdline`)).replaceAll('\0', ' '),
      environment: await textOf(`/proc/${pid}/environ`),
    }))
  );
  return found.filter(({ line, environment }) => line.includes(mark) || environment.includes(mark));
};
