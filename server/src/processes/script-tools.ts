import { accessSync, constants } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

import type { Clock } from '../engine/ports';
import type { ScriptBytes } from '../domain/script';
import type { ScriptTools } from '../templates/tools';
import { sweepRunDirectories } from './runs/run-directory';
import { runScript, SEARCH_PATH } from './runs/run-script';
import type { ScriptHost } from './runs/run-script';
import { sweepCgroups } from './supervision/cgroup';
import { probeContainment } from './supervision/containment';
import type { Containment } from './supervision/containment';

export interface ScriptToolsOptions {
  clock: Pick<Clock, 'after' | 'monotonic'>;
  open: (documentId: string) => Promise<ScriptBytes>;
  limits: ScriptHost['limits'];
  graceMs: number;
  timezone: string;
  workingRoots: string[];
}

/** What the template `script` works with, and what this host can do for it. */
export interface ScriptRunner extends ScriptTools {
  /** Tried out once. */
  containment(): Promise<Containment>;
}

export const createScriptTools = (options: ScriptToolsOptions): ScriptRunner => {
  let probed: Promise<Containment> | undefined;
  const containment = (): Promise<Containment> => (probed ??= prepareHost());
  const { clock, limits, graceMs, timezone } = options;
  return {
    containment,
    open: options.open,
    run: async (context, run) => {
      const host = { containment: await containment(), limits, clock, findInterpreter, graceMs };
      return runScript(host, context, { ...run, timezone });
    },
    workingRoots: options.workingRoots,
    realpath: (wanted) => realpath(wanted).catch(() => null),
  };
};

/** Finds out what this host can do, and clears away what servers left behind that are gone. */
const prepareHost = async (): Promise<Containment> => {
  const containment = await probeContainment();
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
const findInterpreter = (name: string): string | null => {
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
