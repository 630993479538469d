import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Why a path below the directory was not opened. */
export class NotOpened extends Error {
  override readonly name = 'NotOpened';
}

const NAME = /^[^/\0]+$/;

/** The parts of a path that leads nowhere but down; null for any other. */
export const partsOf = (relative: string): string[] | null => {
  const parts = relative.split('/');
  return parts.every((part) => NAME.test(part) && part !== '.' && part !== '..') ? parts : null;
};

/**
 * Opens what lies at a relative path, following no link at any step: each part is looked up inside of the folder that is
 * open already, so that nobody can put another one in its place on the way. The caller closes it. Throws NotOpened.
 */
export const openBelow = async (
  root: string,
  relative: string,
  kind: 'file' | 'folder'
): Promise<FileHandle> => {
  const parts = relative === '' && kind === 'folder' ? [] : partsOf(relative);
  if (parts === null) throw new NotOpened('its path leads out of the directory');
  let handle = await openFolder(root);
  try {
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      const inside = `/proc/self/fd/${handle.fd}/${part}`;
      // oxlint-disable-next-line no-await-in-loop -- each step needs the one before
      const next = await (isLast && kind === 'file' ? openFile(inside) : openFolder(inside));
      // oxlint-disable-next-line no-await-in-loop -- each step needs the one before
      await handle.close();
      handle = next;
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
};

const { O_RDONLY, O_NOFOLLOW, O_DIRECTORY, O_NONBLOCK } = constants;

const openFolder = (path: string): Promise<FileHandle> =>
  opened(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);

/** Not blocking: nobody can make us wait at the end of a named pipe. */
const openFile = async (path: string): Promise<FileHandle> => {
  const handle = await opened(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  const found = await handle.stat();
  if (found.isFile()) return handle;
  await handle.close();
  throw new NotOpened('it is not a regular file');
};

const WORDS: Record<string, string> = {
  ELOOP: 'it is a link',
  ENOTDIR: 'its path leads through something that is not a folder',
  ENOENT: 'it is not there',
  EACCES: 'this server may not read it',
  ENXIO: 'it is not a regular file',
};

const opened = async (path: string, flags: number): Promise<FileHandle> => {
  try {
    return await open(path, flags);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new NotOpened(WORDS[code] ?? `it cannot be opened (${code})`);
  }
};
