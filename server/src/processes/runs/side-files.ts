import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';

import { isNestedDeeper } from '../../domain/storable';

const MAX_BYTES = 64 * 1024;
/** One less than what is kept of an execution may have: a result lies inside of that. */
const MAX_LEVELS = 30;

/** What a script said in one of its side files; why not, where it said something that cannot be used. */
export type SideFile = { ok: true; value: unknown } | { ok: false; why: string } | null;

/**
 * Reads a small JSON file that a script may have written: no link is followed, nothing but a file is read, nothing long.
 * Null where there is none.
 */
export const readSideFile = async (path: string): Promise<SideFile> => {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let file;
  try {
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? null : { ok: false, why: 'it cannot be read' };
  }
  try {
    if (!(await file.stat()).isFile()) return { ok: false, why: 'it is not a file' };
    return parsed(await beginningOf(file));
  } catch {
    return { ok: false, why: 'it cannot be read' };
  } finally {
    await file.close();
  }
};

/** One byte more than there may be, however fast it grows. */
const beginningOf = async (file: FileHandle): Promise<Buffer> => {
  const bytes = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0; length += read)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    read = (await file.read(bytes, length, bytes.length - length, length)).bytesRead;
  return bytes.subarray(0, length);
};

const parsed = (bytes: Buffer): SideFile => {
  if (bytes.length > MAX_BYTES) return { ok: false, why: `it is larger than ${MAX_BYTES} bytes` };
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isNestedDeeper(value, MAX_LEVELS)
      ? { ok: false, why: `it is nested deeper than ${MAX_LEVELS} levels` }
      : { ok: true, value };
  } catch {
    return { ok: false, why: 'it is not JSON' };
  }
};

/** `{ percent?, message? }`; null where it is not like that. */
export const progressOf = (
  value: unknown
): { percent: number | null; message: string | undefined } | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { percent = null, message } = value as { percent?: unknown; message?: unknown };
  if (percent !== null && typeof percent !== 'number') return null;
  if (message !== undefined && typeof message !== 'string') return null;
  return { percent, message };
};
