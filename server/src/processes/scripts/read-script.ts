import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';

import type { ScriptBytes, ScriptKind } from '../../domain/script';
import { kindOf } from './script-kind';
import { manifestFile, readManifest } from './manifest';
import { NotOpened, openBelow } from './open-below';

export interface ScriptBounds {
  maxBytes: number;
  /** `.py`, …; an empty one stands for files without an extension. */
  allowedExtensions: readonly string[];
}

const MAX_FILES = 500;
const MAX_DEPTH = 8;

/** Reads a script. Throws NotOpened with the reason where it is none, or not to be trusted. */
export const readScript = async (
  root: string,
  path: string,
  bounds: ScriptBounds
): Promise<ScriptBytes> => {
  const isFolder = await hasManifest(root, path, bounds);
  return isFolder ? readFolder(root, path, bounds) : readSingle(root, path, bounds);
};

/** Whether a path is a folder with a manifest of its own. */
export const hasManifest = async (
  root: string,
  path: string,
  bounds: ScriptBounds
): Promise<boolean> => {
  try {
    await readBytes(root, `${path}/${manifestFile}`, bounds.maxBytes);
    return true;
  } catch (error) {
    if (error instanceof NotOpened) return false;
    throw error;
  }
};

const readSingle = async (
  root: string,
  path: string,
  bounds: ScriptBounds
): Promise<ScriptBytes> => {
  assertExtension(path, bounds);
  const bytes = await readBytes(root, path, bounds.maxBytes);
  const name = path.split('/').at(-1) ?? path;
  const beside = await readBeside(root, path, bounds);
  const files = [
    { path: name, bytes },
    ...(beside === null ? [] : [{ path: `${name}.job.json`, bytes: beside }]),
  ];
  const manifest = beside === null ? readManifest(null) : readManifest(beside);
  return assembled(path, { files, entry: name, manifest });
};

/** Looked at for every reading: what the configuration no longer allows does not run, approved or not. */
const assertExtension = (file: string, { allowedExtensions }: ScriptBounds): void => {
  const extension = /\.[^./]+$/.exec(file)?.[0] ?? '';
  if (!allowedExtensions.includes(extension))
    throw new NotOpened(`its extension is not one of ${allowedExtensions.join(', ')}`);
};

const readBeside = async (
  root: string,
  path: string,
  bounds: ScriptBounds
): Promise<Buffer | null> => {
  try {
    return await readBytes(root, `${path}.job.json`, bounds.maxBytes);
  } catch (error) {
    if (error instanceof NotOpened && error.message === 'it is not there') return null;
    throw error;
  }
};

const readFolder = async (
  root: string,
  path: string,
  bounds: ScriptBounds
): Promise<ScriptBytes> => {
  const paths = await filesBelow(root, path, 0);
  if (paths.length > MAX_FILES) throw new NotOpened(`it has more than ${MAX_FILES} files`);
  const files: ReadFile[] = [];
  const tooLarge = `its files are larger than ${bounds.maxBytes} bytes in all`;
  let left = bounds.maxBytes;
  for (const file of paths.toSorted()) {
    // oxlint-disable-next-line no-await-in-loop -- the bound is for all of them
    const bytes = await readBytes(root, `${path}/${file}`, left, tooLarge);
    left -= bytes.length;
    files.push({ path: file, bytes });
  }
  const own = files.find((file) => file.path === manifestFile);
  const manifest = readManifest(own?.bytes ?? null);
  if (manifest.entry === null) throw new NotOpened(`${manifestFile} names no entry`);
  if (!files.some((file) => file.path === manifest.entry))
    throw new NotOpened(`its entry ${manifest.entry} is not there`);
  assertExtension(manifest.entry, bounds);
  return assembled(path, { files, entry: manifest.entry, manifest });
};

const filesBelow = async (root: string, path: string, depth: number): Promise<string[]> => {
  if (depth > MAX_DEPTH) throw new NotOpened(`it is deeper than ${MAX_DEPTH} folders`);
  const folder = await openBelow(root, path, 'folder');
  try {
    const entries = await readdir(`/proc/self/fd/${folder.fd}`, { withFileTypes: true });
    const below: string[] = [];
    for (const entry of entries) {
      if (entry.isSymbolicLink()) throw new NotOpened(`${entry.name} is a link`);
      if (!entry.isDirectory()) below.push(entry.name);
      else
        // oxlint-disable-next-line no-await-in-loop -- bounded by the depth and the number of files
        for (const file of await filesBelow(root, `${path}/${entry.name}`, depth + 1))
          below.push(`${entry.name}/${file}`);
      if (below.length > MAX_FILES) return below;
    }
    return below;
  } finally {
    await folder.close();
  }
};

const readBytes = async (
  root: string,
  path: string,
  maxBytes: number,
  tooLarge = `it is larger than ${maxBytes} bytes`
): Promise<Buffer> => {
  const file = await openBelow(root, path, 'file');
  try {
    const { size, mode, uid } = await file.stat();
    if (size > maxBytes) throw new NotOpened(tooLarge);
    if ((mode & 0o022) !== 0) throw new NotOpened('others than its owner may write it');
    if (uid !== 0 && uid !== process.getuid?.())
      throw new NotOpened('it belongs to somebody other than this server or root');
    // One byte more: a file that grows meanwhile is not read half.
    const bytes = Buffer.alloc(size + 1);
    const { bytesRead } = await file.read(bytes, 0, size + 1, 0);
    if (bytesRead !== size) throw new NotOpened('it changed while it was read');
    return bytes.subarray(0, size);
  } finally {
    await file.close();
  }
};

interface ReadFile {
  path: string;
  bytes: Buffer;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const assembled = (
  path: string,
  { files: read, entry, manifest }: Pick<ScriptBytes, 'entry' | 'manifest'> & { files: ReadFile[] }
): ScriptBytes => {
  const files = read.map((file) => ({ ...file, sha256: sha256(file.bytes) }));
  const started = files.find((file) => file.path === entry);
  const kind = kindOf(entry, started?.bytes ?? Buffer.alloc(0));
  if (kind === null) throw new NotOpened('nothing here says how to run it');
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { ...kind, path, files, entry, manifest, size, digest: digestOf(kind, files) };
};

/** SHA-256 over the interpreter and each file's path, length and bytes: no two scripts read alike. */
export const digestOf = ({ interpreter }: ScriptKind, files: ReadFile[]): string => {
  const hash = createHash('sha256').update(`job-script 1\n${interpreter}\n`);
  for (const { path, bytes } of files)
    hash.update(`${Buffer.byteLength(path)} ${path} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
};
