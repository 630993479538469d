import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { isAlive, thisProcess } from '../processes/identity';

/** Whose it is: a machine (hashed), a process of it, and when that began. */
const NAME = /^scratch-(?<host>[0-9a-f]{16})-(?<pid>\d+)-(?<key>\d*)-[0-9a-f]{32}$/;

export const isScratch = (name: string): boolean => NAME.test(name);

/** A new folder of this process, for this user alone. */
export const makeScratch = async (directory: string, random: string): Promise<string> => {
  const { host, pid, processKey } = thisProcess();
  const name = `scratch-${hashOf(host)}-${pid}-${processKey ?? ''}-${random}`;
  const folder = path.join(directory, name);
  await mkdir(folder, { mode: 0o700 });
  return folder;
};

/**
 * Removes what processes of this machine left that are dead: a dump that was killed leaves a copy of the database, or the
 * password for it. Other machines know their own.
 */
export const removeAbandonedScratch = async (directory: string): Promise<void> => {
  const ours = hashOf(thisProcess().host);
  const names = await readdir(directory).catch(() => []);
  const abandoned = names.filter((name) => {
    const { host, pid, key } = NAME.exec(name)?.groups ?? {};
    return host === ours && !isAlive({ pid: Number(pid), processKey: key || null });
  });
  for (const name of abandoned)
    // oxlint-disable-next-line no-await-in-loop -- one disk
    await rm(path.join(directory, name), { recursive: true, force: true });
};

const hashOf = (host: string): string =>
  createHash('sha256').update(host).digest('hex').slice(0, 16);
