import { chmod, lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { JobFailure } from '../domain/failure';
import { placeProblems, realFolders } from '../processes/scripts/directory-trust';
import type { SiteFolders } from '../processes/scripts/directory-trust';

/**
 * Makes the artifacts directory where it is not there yet, for this server's user alone. Throws a JobFailure where it
 * lies among what is served to everybody, or where others of this machine could look into it.
 */
export const prepareDirectory = async (directory: string, site: SiteFolders): Promise<void> => {
  try {
    refuseAt(directory, site);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const real = await realpath(directory);
    refuseAt(real, await realFolders(site));
    await keepToOurselves(real);
    await writeFile(path.join(real, '.gitignore'), '*\n', { flag: 'wx' }).catch(unlessThere);
  } catch (error) {
    throw error instanceof JobFailure ? error : unavailable((error as Error).message);
  }
};

const refuseAt = (directory: string, site: SiteFolders): void => {
  const [problem] = placeProblems(path.resolve(directory), site);
  if (problem !== undefined) throw unavailable(problem);
};

const OF_OTHERS = 0o007;

/** A volume that belongs to somebody else (as in containers) will do, if it is closed to everybody. */
const keepToOurselves = async (directory: string): Promise<void> => {
  const { uid, mode } = await lstat(directory);
  if (process.getuid === undefined) return;
  if (uid === process.getuid()) {
    if ((mode & 0o077) !== 0) await chmod(directory, 0o700);
  } else if ((mode & OF_OTHERS) !== 0) {
    throw unavailable(`${directory} belongs to another user and is open to everybody`);
  }
};

const unlessThere = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error;
};

const unavailable = (why: string): JobFailure =>
  new JobFailure(`Artifacts cannot be kept (artifacts.directory): ${why}`, {
    code: 'ARTIFACTS_UNAVAILABLE',
    retryable: false,
  });
