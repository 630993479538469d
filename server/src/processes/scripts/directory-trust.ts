import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Folders of the site that are written by uploads, served to the public, or reloaded on a change. */
export interface SiteFolders {
  root: string;
  public: string;
}

/**
 * Why the scripts directory is not to be trusted: whoever may change it, or a folder above it, could run anything. Empty
 * where nothing speaks against it.
 */
export const directoryProblems = async (
  directory: string,
  site: SiteFolders
): Promise<string[]> => {
  if (!path.isAbsolute(directory)) return [`${directory} must be an absolute path`];
  const real = await realpath(directory).catch(() => null);
  if (real === null) return [`${directory} is not there, or this server may not look into it`];
  if (real !== path.resolve(directory))
    return [`${directory} leads through a link to ${real}: name that folder itself`];
  const folders = [real, ...foldersAbove(real)];
  const ofFolders = await Promise.all(folders.map((folder) => folderProblem(folder, real)));
  return [
    ...ofFolders.filter((problem) => problem !== null),
    ...placeProblems(real, await realFolders(site)),
  ];
};

/** Where links lead that the folders themselves may be. */
export const realFolders = async (site: SiteFolders): Promise<SiteFolders> => ({
  root: await realpath(site.root).catch(() => site.root),
  public: await realpath(site.public).catch(() => site.public),
});

const foldersAbove = (folder: string): string[] => {
  const above = path.dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
};

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

const folderProblem = async (folder: string, directory: string): Promise<string | null> => {
  const found = await stat(folder);
  const { mode, uid } = found;
  if (!found.isDirectory()) return `${folder} is not a folder`;
  const isOurs = uid === 0 || uid === process.getuid?.();
  if (!isOurs) return `${folder} belongs to somebody other than this server or root`;
  // In a folder like /tmp nobody may touch what belongs to others.
  const isShared = folder !== directory && uid === 0 && (mode & STICKY) !== 0;
  return (mode & OTHERS_WRITE) !== 0 && !isShared
    ? `${folder} may be written by others than its owner`
    : null;
};

export const placeProblems = (directory: string, site: SiteFolders): string[] =>
  [
    { folder: site.public, why: 'whose files are served to everybody' },
    { folder: path.join(site.root, 'src'), why: 'whose files are the site itself' },
  ].flatMap(({ folder, why }) =>
    isInside(directory, folder) || isInside(folder, directory)
      ? [`${directory} must lie outside of ${folder}, ${why}`]
      : []
  );

const isInside = (inner: string, outer: string): boolean =>
  path.relative(outer, inner).split(path.sep)[0] !== '..';
