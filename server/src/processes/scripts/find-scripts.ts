import { readdir } from 'node:fs/promises';

import { NotOpened, openBelow } from './open-below';
import { manifestFile } from './manifest';
import { hasManifest, readScript } from './read-script';
import type { ScriptBounds } from './read-script';
import type { ScriptBytes } from '../../domain/script';

/** What is in the directory now. */
export interface FoundScripts {
  scripts: ScriptBytes[];
  /** What was left out, with the reason. */
  left: { path: string; reason: string }[];
}

const MAX_SCRIPTS = 1_000;
const MAX_DEPTH = 8;

/** Reads all scripts of the directory, in the order of their paths. Hidden files and folders are left alone. */
export const findScripts = async (root: string, options: ScriptBounds): Promise<FoundScripts> => {
  const found: FoundScripts = { scripts: [], left: [] };
  await look(root, '', options, found);
  return found;
};

const look = async (
  root: string,
  folder: string,
  options: ScriptBounds,
  found: FoundScripts
): Promise<void> => {
  for (const { name, isFolder, isLink } of await entriesOf(root, folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (found.scripts.length >= MAX_SCRIPTS) {
      found.left.push({ path, reason: `the directory has more than ${MAX_SCRIPTS} scripts` });
      return;
    }
    if (name.startsWith('.') || (!isFolder && isCompanion(name))) continue;
    if (isLink) found.left.push({ path, reason: 'it is a link' });
    // oxlint-disable-next-line no-await-in-loop -- in order, and few files open at a time
    else if (isFolder) await orLeft(path, found, () => lookIntoFolder(root, path, options, found));
    // oxlint-disable-next-line no-await-in-loop -- in order, and few files open at a time
    else await orLeft(path, found, () => add(root, path, options, found));
  }
};

const lookIntoFolder = async (
  root: string,
  path: string,
  options: ScriptBounds,
  found: FoundScripts
): Promise<void> => {
  if (await hasManifest(root, path, options)) return add(root, path, options, found);
  if (path.split('/').length <= MAX_DEPTH) return look(root, path, options, found);
  found.left.push({ path, reason: `it lies deeper than ${MAX_DEPTH} folders` });
};

const add = async (
  root: string,
  path: string,
  options: ScriptBounds,
  found: FoundScripts
): Promise<void> => {
  found.scripts.push(await readScript(root, path, options));
};

/** One that cannot be opened keeps nobody from seeing the others. */
const orLeft = async (
  path: string,
  found: FoundScripts,
  work: () => Promise<void>
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    found.left.push({ path, reason: error.message });
  }
};

/** A manifest belongs to the script beside it. */
const isCompanion = (name: string): boolean => name === manifestFile || name.endsWith('.job.json');

const entriesOf = async (root: string, path: string) => {
  const folder = await openBelow(root, path, 'folder');
  try {
    const entries = await readdir(`/proc/self/fd/${folder.fd}`, { withFileTypes: true });
    return entries
      .map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
        isLink: entry.isSymbolicLink(),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    await folder.close();
  }
};
