import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { ScriptBytes } from '../../domain/script';

/** The folder of one attempt, for this server's user alone; everything in it goes with the attempt. */
export interface RunDirectory {
  /** Unlike that of any other on this host. */
  name: string;
  /** `HOME`, `TMPDIR`, and where it works if nothing else is said. */
  home: string;
  /** The private copy of the approved bytes. */
  entry: string;
  resultFile: string;
  progressFile: string;
  artifacts: string;
  remove(): Promise<void>;
}

/** Below the system's folder for temporary files, one for each user. */
const baseOf = (): string =>
  path.join(os.tmpdir(), `job-scheduler-${process.getuid?.() ?? 'user'}`);

/** Makes the folder and writes the script's bytes, as they were read and compared, into it. */
export const createRunDirectory = async (script: ScriptBytes): Promise<RunDirectory> => {
  const base = baseOf();
  await mkdir(base, { mode: 0o700, recursive: true });
  await assertOurs(base);
  const root = await mkdtemp(path.join(base, `run-${process.pid}-`));
  const folders = { home: path.join(root, 'home'), artifacts: path.join(root, 'artifacts') };
  const code = path.join(root, 'script');
  for (const folder of [...Object.values(folders), code])
    // oxlint-disable-next-line no-await-in-loop -- three folders
    await mkdir(folder, { mode: 0o700 });
  for (const { path: name, bytes } of script.files) {
    const target = path.join(code, name);
    // oxlint-disable-next-line no-await-in-loop -- a script has few files
    await mkdir(path.dirname(target), { mode: 0o700, recursive: true });
    // oxlint-disable-next-line no-await-in-loop -- a script has few files
    await writeFile(target, bytes, { mode: 0o500, flag: 'wx' });
  }
  return {
    ...folders,
    name: path.basename(root),
    entry: path.join(code, script.entry),
    resultFile: path.join(root, 'result.json'),
    progressFile: path.join(root, 'progress.json'),
    remove: () => removeTree(root),
  };
};

// Whoever could write there could change the bytes between the copy and the start.
const assertOurs = async (folder: string): Promise<void> => {
  const found = await lstat(folder);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  if (!isOurs || !found.isDirectory() || (found.mode & 0o077) !== 0)
    throw new Error(`${folder} is not for this server alone (0700)`);
};

/** A script may have taken its own folders the right to be written. */
const removeTree = async (root: string): Promise<void> => {
  try {
    await rm(root, { recursive: true, force: true });
  } catch {
    await makeWritable(root);
    await rm(root, { recursive: true, force: true });
  }
};

const makeWritable = async (folder: string): Promise<void> => {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    // oxlint-disable-next-line no-await-in-loop -- the way back from a rare failure
    if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
};

/** Removes what servers left behind that are gone. Call it at start. */
export const sweepRunDirectories = async (isAlive: (pid: number) => boolean): Promise<void> => {
  const names = await readdir(baseOf()).catch(() => []);
  for (const name of names) {
    const pid = Number(/^run-(\d+)-/.exec(name)?.[1]);
    // oxlint-disable-next-line no-await-in-loop -- once, at start
    if (pid > 0 && pid !== process.pid && !isAlive(pid))
      await removeTree(path.join(baseOf(), name));
  }
};
