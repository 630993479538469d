import { accessSync, constants } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

import type { ContainmentLevel, ContainmentView } from '../contract/scheduler';
import type { Clock } from '../engine/ports';
import type { ScriptTools } from '../templates/tools';
import { sweepRunDirectories } from './runs/run-directory';
import { runScript, SEARCH_PATH } from './runs/run-script';
import type { ScriptAttempt, ScriptHost } from './runs/run-script';
import { sweepCgroups } from './supervision/cgroup';
import { probeContainment } from './supervision/containment';
import type { Containment } from './supervision/containment';
import { viewOfContainment } from './supervision/containment-view';

export interface ScriptToolsOptions {
  clock: Pick<Clock, 'after' | 'monotonic'>;
  open: ScriptTools['open'];
  limits: ScriptHost['limits'];
  graceMs: number;
  standstillMs: number;
  leastContainment: ContainmentLevel;
  /** So many processes of an attempt could not be ended. */
  onSurvivors: (attempt: ScriptAttempt, survivors: number) => void;
  timezone: string;
  workingRoots: string[];
}

/**
 * What is killed and does not go is given up after this long, and so is its output: signals take up to 10 s, the output
 * 5 s, the rest is for a busy host.
 */
const END_MS = 20_000;

/** What the template `script` works with, and what this host can do for it. */
export interface ScriptRunner extends ScriptTools {
  /** What this host can do is tried out once. */
  containment(): Promise<ContainmentView>;
  /** The same, for whoever starts other programs. */
  host(): Promise<Containment>;
}

export const createScriptTools = (options: ScriptToolsOptions): ScriptRunner => {
  let probed: Promise<Containment> | undefined;
  let survivors = 0;
  const prepared = (): Promise<Containment> => (probed ??= prepareHost(options.leastContainment));
  const onSurvivors: ScriptHost['onSurvivors'] = (attempt, count) => {
    survivors += count;
    options.onSurvivors(attempt, count);
  };
  return {
    containment: async () =>
      viewOfContainment(await prepared(), { isRoot: process.getuid?.() === 0, survivors }),
    host: prepared,
    open: options.open,
    run: async (context, run) => {
      const host = { ...options, containment: await prepared(), findInterpreter, onSurvivors };
      return runScript(host, context, { ...run, timezone: options.timezone });
    },
    goneWithinMs: options.graceMs + END_MS,
    workingRoots: options.workingRoots,
    realpath: (wanted) => realpath(wanted).catch(() => null),
  };
};

/** Finds out what this host can do, and clears away what servers left behind that are gone. */
const prepareHost = async (least: ContainmentLevel): Promise<Containment> => {
  const containment = await probeContainment(least);
  await sweepRunDirectories(isRunning);
  if (containment.cgroups !== null) await sweepCgroups(containment.cgroups);
  return containment;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Only in the fixed search path; Node's own place is where this server's Node is, if it is not there. */
export const findInterpreter = (name: string): string | null => {
  const candidates = SEARCH_PATH.split(':').map((folder) => path.join(folder, name));
  if (name === 'node') candidates.push(process.execPath);
  return candidates.find(isExecutable) ?? null;
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
