import { access, constants, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { isAlive, thisProcess } from '../identity';

/** What a control group can bound here. */
export interface CgroupLimits {
  memoryBytes: number | null;
  processes: number | null;
  /** 1 = one core. */
  cpus: number | null;
}
export type CgroupController = 'memory' | 'pids' | 'cpu';

/** Control groups that this process may make groups in, by controller (v2: one folder for all). */
export interface CgroupRoot {
  version: 1 | 2;
  folders: Partial<Record<CgroupController, string>>;
}

/** One execution's group. */
export interface Cgroup {
  /** Files that a process writes itself into before it starts the script. */
  entrances: string[];
  /** Whether it is gone: it goes only when it is empty. What stays is left to the next sweep. */
  remove(): Promise<boolean>;
}

const MOUNT = '/sys/fs/cgroup';
const CONTROLLERS: CgroupController[] = ['memory', 'pids', 'cpu'];
const PREFIX = 'job-scheduler-';

/** The name of a group says who made it. */
const nameOf = (name: string): string => {
  const { pid, processKey } = thisProcess();
  return `${PREFIX}${pid}-${processKey ?? ''}-${name}`;
};

const isAbandoned = (name: string): boolean => {
  const [, pid, processKey] = /^(\d+)-(\d*)-/.exec(name.slice(PREFIX.length)) ?? [];
  return pid === undefined || !isAlive({ pid: Number(pid), processKey: processKey || null });
};

/** Where groups may be made; null where the host lets nobody. */
export const findCgroupRoot = async (): Promise<CgroupRoot | null> => {
  const own = await ownGroups();
  if (own === null) return null;
  const folders: CgroupRoot['folders'] = {};
  for (const controller of CONTROLLERS) {
    const folder = own.version === 2 ? own.path[''] : own.path[controller];
    // oxlint-disable-next-line no-await-in-loop -- three small looks
    if (folder !== undefined && (await isUsable(folder, controller, own.version)))
      folders[controller] = folder;
  }
  return Object.keys(folders).length === 0 ? null : { version: own.version, folders };
};

interface OwnGroups {
  version: 1 | 2;
  /** Controller ('' in v2) → folder of the group that this process is in. */
  path: Record<string, string>;
}

const ownGroups = async (): Promise<OwnGroups | null> => {
  const lines = await readLines('/proc/self/cgroup');
  const isV2 = (await readLines(`${MOUNT}/cgroup.controllers`)).length > 0;
  const found: Record<string, string> = {};
  for (const line of lines) {
    const [, names = '', group = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (isV2 ? names !== '' : names === '') continue;
    for (const name of names.split(','))
      found[name] = isV2 ? path.join(MOUNT, group) : path.join(MOUNT, name, group);
  }
  return Object.keys(found).length === 0 ? null : { version: isV2 ? 2 : 1, path: found };
};

const isUsable = async (
  folder: string,
  controller: CgroupController,
  version: 1 | 2
): Promise<boolean> => {
  if (version === 2) {
    const handedDown = await readLines(path.join(folder, 'cgroup.subtree_control'));
    if (!handedDown.join(' ').split(' ').includes(controller)) return false;
  }
  const trial = path.join(folder, nameOf('trial'));
  try {
    await access(folder, constants.W_OK);
    await mkdir(trial);
    await access(path.join(trial, 'cgroup.procs'), constants.W_OK);
    return true;
  } catch {
    return false;
  } finally {
    await rmdir(trial).catch(() => undefined);
  }
};

/**
 * Those of the controllers that have something to bound: to enter a group of one takes the kernel some milliseconds.
 * Null where none has.
 */
export const onlyBounding = (root: CgroupRoot, limits: CgroupLimits): CgroupRoot | null => {
  const bounding = Object.entries(root.folders).filter(
    ([controller]) => SETTINGS[root.version][controller as CgroupController](limits).length > 0
  );
  return bounding.length === 0 ? null : { ...root, folders: Object.fromEntries(bounding) };
};

/** One controller, for its list of members. */
export const onlyCounting = (root: CgroupRoot): CgroupRoot => ({
  ...root,
  folders: Object.fromEntries(Object.entries(root.folders).slice(0, 1)),
});

/** A group with these limits, as far as the host has the controllers. */
export const createCgroup = async (
  root: CgroupRoot,
  name: string,
  limits: CgroupLimits
): Promise<Cgroup> => {
  const folders = [...new Set(Object.values(root.folders))].map((folder) =>
    path.join(folder, nameOf(name))
  );
  const remove = async (): Promise<boolean> => {
    const gone = await Promise.all(folders.map(isRemoved));
    return !gone.includes(false);
  };
  try {
    // oxlint-disable-next-line no-await-in-loop -- none is still being made when the others are removed
    for (const folder of folders) await mkdir(folder);
    for (const [controller, folder] of Object.entries(root.folders))
      for (const setting of SETTINGS[root.version][controller as CgroupController](limits))
        // oxlint-disable-next-line no-await-in-loop -- the order matters to the kernel
        await write(path.join(folder, nameOf(name)), setting);
  } catch (error) {
    await remove();
    throw error;
  }
  return { entrances: folders.map((folder) => path.join(folder, 'cgroup.procs')), remove };
};

/** A kernel that does not count swap has no file for it. */
const OPTIONAL = 'memory.swap.max';

const write = async (folder: string, [file, value]: Setting): Promise<void> => {
  try {
    // Created by nobody but the kernel.
    await writeFile(path.join(folder, file), value, { flag: 'r+' });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing || file !== OPTIONAL) throw error;
  }
};

const isRemoved = async (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT'
  );

/**
 * Removes groups whose processes are all gone, the one that made them included: another server of this host may be about
 * to start a script in one that is empty still.
 */
export const sweepCgroups = async ({ folders }: CgroupRoot): Promise<void> => {
  for (const folder of new Set(Object.values(folders)))
    // oxlint-disable-next-line no-await-in-loop -- once, at start
    for (const name of await readdir(folder).catch(() => []))
      if (name.startsWith(PREFIX) && isAbandoned(name))
        // oxlint-disable-next-line no-await-in-loop -- once, at start
        await rmdir(path.join(folder, name)).catch(() => undefined);
};

type Setting = [file: string, value: string];
type Settings = Record<CgroupController, (limits: CgroupLimits) => Setting[]>;

const PERIOD_US = 100_000;
const SETTINGS: Record<1 | 2, Settings> = {
  1: {
    memory: ({ memoryBytes }) =>
      memoryBytes === null ? [] : [['memory.limit_in_bytes', String(memoryBytes)]],
    pids: ({ processes }) => (processes === null ? [] : [['pids.max', String(processes)]]),
    cpu: ({ cpus }) =>
      cpus === null
        ? []
        : [
            ['cpu.cfs_period_us', String(PERIOD_US)],
            ['cpu.cfs_quota_us', String(Math.round(cpus * PERIOD_US))],
          ],
  },
  2: {
    memory: ({ memoryBytes }) =>
      memoryBytes === null
        ? []
        : [
            ['memory.max', String(memoryBytes)],
            ['memory.swap.max', '0'],
          ],
    pids: ({ processes }) => (processes === null ? [] : [['pids.max', String(processes)]]),
    cpu: ({ cpus }) =>
      cpus === null ? [] : [['cpu.max', `${Math.round(cpus * PERIOD_US)} ${PERIOD_US}`]],
  },
};

const readLines = async (file: string): Promise<string[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};
