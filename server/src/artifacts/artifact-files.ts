import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, opendir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { JobFailure } from '../domain/failure';
import type { ArtifactContent } from '../engine/artifacts';
import type { SiteFolders } from '../processes/scripts/directory-trust';
import { prepareDirectory } from './artifact-directory';
import { isScratch, makeScratch, removeAbandonedScratch } from './scratch-folders';

/** A complete file in the directory, under a random name. It waits for its record until it is settled. */
export interface WrittenFile {
  file: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

export interface WaitingFile {
  file: string;
  isLate: boolean;
}

/** The artifacts directory. What is in it is named at random; nothing else of it is ever touched. */
export interface ArtifactFiles {
  /** Writes a file that waits for its record, or nothing. Throws `ARTIFACT_TOO_LARGE` beyond `maxBytes`. */
  write(
    content: ArtifactContent,
    request: { maxBytes: number; signal: AbortSignal | undefined }
  ): Promise<WrittenFile>;
  /** Their records are there: nothing but a record's end removes them any more. What is settled already is no mistake. */
  settle(files: string[]): Promise<void>;
  /** Removes those that still wait for a record, and no others. */
  discard(files: string[]): Promise<void>;
  /** Settled or not; null where it is not here, or not as long as it should be. Whoever gets it reads or destroys it. */
  read(file: string, size: number): Promise<Readable | null>;
  /** Whether it could be read now. */
  has(file: string, size: number): Promise<boolean>;
  /** Their records are gone. What is gone already is no mistake. */
  remove(files: string[]): Promise<void>;
  /**
   * Files that wait for their record, some at a time; late are those that nobody has touched since an instant (epoch
   * milliseconds). Of what was never whole the late ones are removed.
   */
  waiting(instant: number, atATime: number): AsyncIterable<WaitingFile[]>;
  /** Removes the scratch folders of processes of this machine that are dead. */
  removeAbandoned(): Promise<void>;
  /** A new folder of this user alone on the same disk. Whoever made it removes it. */
  scratch(): Promise<{ folder: string; remove: () => Promise<void> }>;
}

const NAME = /^[0-9a-f]{32}$/;
/** Whole, and without a record as far as anybody knows. A file of a final name is never taken for that. */
const PENDING = /^pending-([0-9a-f]{32})$/;
const PART = /^part-[0-9a-f]{32}$/;

const newName = (): string => randomBytes(16).toString('hex');

export const openArtifactFiles = (directory: string, site: SiteFolders): ArtifactFiles => {
  const at = (name: string): string => path.join(directory, name);
  const opened = async (file: string, size: number): Promise<FileHandle | null> => {
    if (!NAME.test(file)) return null;
    return (await openWhole(at(file), size)) ?? openWhole(at(`pending-${file}`), size);
  };
  return {
    write: async (content, request) => {
      await prepareDirectory(directory, site);
      const file = newName();
      const part = at(`part-${file}`);
      try {
        const written = await writeWhole(part, content, request);
        await rename(part, at(`pending-${file}`));
        await syncFolder(directory);
        return { file, ...written };
      } catch (error) {
        await rm(part, { force: true });
        request.signal?.throwIfAborted();
        throw error;
      }
    },
    settle: async (files) => {
      const named = files.filter((file) => NAME.test(file));
      // oxlint-disable-next-line no-await-in-loop -- one disk
      for (const file of named) await rename(at(`pending-${file}`), at(file)).catch(unlessGone);
      if (named.length > 0) await syncFolder(directory);
    },
    discard: (files) => removeAll(files.map((file) => at(`pending-${file}`))),
    read: async (file, size) => (await opened(file, size))?.createReadStream() ?? null,
    has: async (file, size) => {
      const handle = await opened(file, size);
      await handle?.close();
      return handle !== null;
    },
    remove: (files) =>
      removeAll(
        files.filter((file) => NAME.test(file)).flatMap((file) => [at(file), at(`pending-${file}`)])
      ),
    waiting: (instant, atATime) => waiting(directory, instant, atATime),
    removeAbandoned: () => removeAbandonedScratch(directory),
    scratch: async () => {
      await prepareDirectory(directory, site);
      const folder = await makeScratch(directory, newName());
      return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
    },
  };
};

const removeAll = async (places: string[]): Promise<void> => {
  // oxlint-disable-next-line no-await-in-loop -- one disk
  for (const place of places) await rm(place, { force: true });
};

const unlessGone = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

const writeWhole = async (
  part: string,
  content: ArtifactContent,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal | undefined }
): Promise<{ size: number; sha256: string }> => {
  const handle = await open(part, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    const take = async (pieces: AsyncIterable<string | Uint8Array>): Promise<void> => {
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece as Uint8Array);
        size += bytes.length;
        if (size > maxBytes) throw tooLarge(maxBytes);
        hash.update(bytes);
        await handle.appendFile(bytes);
      }
    };
    await untilAborted(signal, () => pipeline(piecesOf(content), take, signal ? { signal } : {}));
    await handle.sync();
    return { size, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
};

/** A source that stands still cannot be ended: it is left behind. */
const untilAborted = async (
  signal: AbortSignal | undefined,
  begin: () => Promise<void>
): Promise<void> => {
  // One that is aborted already tells nobody again.
  signal?.throwIfAborted();
  const work = begin();
  if (signal === undefined) return work;
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  });
};

const piecesOf = (content: ArtifactContent): Readable =>
  typeof content === 'string' || content instanceof Uint8Array
    ? Readable.from([Buffer.from(content)])
    : Readable.from(content, { objectMode: true, highWaterMark: 1 });

const tooLarge = (maxBytes: number): JobFailure =>
  new JobFailure(
    `The artifact is larger than the ${maxBytes.toLocaleString('en')} bytes that are left for it (artifacts.maxFileMb, artifacts.maxExecutionMb)`,
    { code: 'ARTIFACT_TOO_LARGE', retryable: false }
  );

/** A rename is not on the disk before its folder is. */
const syncFolder = async (directory: string): Promise<void> => {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Not blocking: nobody can make us wait at the end of a named pipe. */
const openWhole = async (file: string, size: number): Promise<FileHandle | null> => {
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  if (await isWhole(handle, size)) return handle;
  await handle.close();
  return null;
};

const isWhole = async (handle: FileHandle, size: number): Promise<boolean> => {
  const found = await handle.stat();
  return found.isFile() && found.size === size;
};

async function* waiting(
  directory: string,
  instant: number,
  atATime: number
): AsyncGenerator<WaitingFile[]> {
  const folder = await opendir(directory).catch(() => null);
  if (folder === null) return;
  let found: WaitingFile[] = [];
  for await (const { name } of folder) {
    const file = PENDING.exec(name)?.[1];
    if (file === undefined && !PART.test(name) && !isScratch(name)) continue;
    const place = path.join(directory, name);
    const seen = await stat(place).catch(() => null);
    if (seen === null) continue;
    const isLate = seen.mtimeMs < instant;
    if (file !== undefined) found.push({ file, isLate });
    else if (isLate) await rm(place, { recursive: true, force: true });
    if (found.length >= atATime) yield found.splice(0);
  }
  if (found.length > 0) yield found;
}
