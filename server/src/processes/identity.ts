import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import type { IsAlive } from '../engine/ports';

/** What tells this process from every other one, also from an earlier one with the same pid. */
export interface ProcessIdentity {
  /** The machine as far as processes see each other: host name, boot and pid namespace. */
  host: string;
  pid: number;
  /** The kernel's start time of the process; null where the host does not tell. */
  processKey: string | null;
}

/**
 * Who we are. Two containers may share a host name and a pid: the kernel's boot id and the pid namespace belong to the
 * name, so that only processes that really see each other ever ask about each other.
 */
export const thisProcess = (): ProcessIdentity => ({
  host: [hostname(), bootId(), pidNamespace()].filter((part) => part !== null).join('/'),
  pid: process.pid,
  processKey: startTime(process.pid),
});

/** Whether the process still lives; a process that cannot be told from a newer one with its pid counts as alive. */
export const isAlive: IsAlive = ({ pid, processKey }) => {
  if (!exists(pid)) return false;
  const now = startTime(pid);
  return processKey === null || now === null || now === processKey;
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but is not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Field 22 of /proc/<pid>/stat, after the command's closing parenthesis (proc(5)); a zombie counts as gone. */
const startTime = (pid: number): string | null => {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return null;
  return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? null);
};

const bootId = (): string | null => textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null;

const pidNamespace = (): string | null => {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
};

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};
