import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import type { RunContext } from '../../engine/ports';
import { NotOpened, openBelow } from '../scripts/open-below';

type Attempt = Pick<RunContext, 'artifact' | 'log'>;

/** Folders in folders that are looked into. */
const DEEPEST = 3;
/** Entries that are looked at. */
const MOST = 10_000;

/**
 * Makes every regular file that a script left in its artifacts folder an artifact, in the order of their paths. What is
 * a link, also a hard one, a pipe or a device is left out and named in the log. Throws what keeping a file throws.
 */
export const keepFiles = async ({ artifact, log }: Attempt, folder: string): Promise<void> => {
  const found = await pathsBelow(log, folder, '', DEEPEST);
  if (found.length > MOST) log.warn(`Only the first ${MOST} files of the script were looked at.`);
  for (const relative of found.slice(0, MOST)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that what is bounded is counted
    const problem = await keepFile(artifact, folder, relative);
    if (problem !== null) log.warn(`${relative} was not kept: ${problem}.`);
  }
};

const pathsBelow = async (
  log: Attempt['log'],
  root: string,
  within: string,
  depth: number
): Promise<string[]> => {
  const entries = await entriesOf(log, root, within);
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST + 1);
  const found: string[] = [];
  for (const entry of sorted) {
    const relative = path.posix.join(within, entry.name);
    // oxlint-disable-next-line no-await-in-loop -- a few folders
    if (entry.isDirectory())
      found.push(...(depth > 0 ? await pathsBelow(log, root, relative, depth - 1) : []));
    else found.push(relative);
    if (found.length > MOST) break;
  }
  return found;
};

/** A script may do with its folder what it likes: what is not there or not to be read is no failure. */
const entriesOf = async (log: Attempt['log'], root: string, within: string): Promise<Dirent[]> => {
  try {
    return await readdir(path.join(root, within), { withFileTypes: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(code)) throw error;
    const name = within === '' ? 'The artifacts folder' : within;
    if (code !== 'ENOENT') log.warn(`${name} was not looked into (${code}).`);
    return [];
  }
};

/** Why it was not kept; null where it was. */
const keepFile = async (
  artifact: RunContext['artifact'],
  folder: string,
  relative: string
): Promise<string | null> => {
  let handle;
  try {
    handle = await openBelow(folder, relative, 'file');
  } catch (error) {
    if (error instanceof NotOpened) return error.message;
    throw error;
  }
  try {
    // Another name of it may be a file that the script may not read but this server may.
    if ((await handle.stat()).nlink > 1) return 'it is a hard link';
    await artifact(relative.replaceAll('/', '-'), handle.createReadStream({ autoClose: false }));
    return null;
  } finally {
    await handle.close();
  }
};
