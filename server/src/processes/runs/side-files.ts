import { open } from 'node:fs/promises';
import { constants } from 'node:fs';

const MAX_BYTES = 64 * 1024;

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
    const found = await file.stat();
    if (!found.isFile()) return { ok: false, why: 'it is not a file' };
    if (found.size > MAX_BYTES) return { ok: false, why: `it is larger than ${MAX_BYTES} bytes` };
    const text = await file.readFile('utf8');
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, why: 'it is not JSON' };
  } finally {
    await file.close();
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
