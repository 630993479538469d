import { directoryProblems } from './directory-trust';
import type { SiteFolders } from './directory-trust';
import { findScripts } from './find-scripts';
import { NotOpened } from './open-below';
import { readScript } from './read-script';
import type { ScriptBounds } from './read-script';
import type { ScriptDirectory } from '../../services/script-ports';

export interface ScriptDirectoryOptions extends ScriptBounds {
  /** Null = scripts are off. */
  directory: string | null;
  requireApproval: boolean;
  site: SiteFolders;
}

/** The scripts directory, as the use cases see it. */
export const openScriptDirectory = (options: ScriptDirectoryOptions): ScriptDirectory => {
  const { directory, requireApproval, site } = options;
  const state: ScriptDirectory['state'] = async () => {
    if (directory === null) return { state: 'off', problems: [] };
    const problems = await directoryProblems(directory, site);
    return { state: problems.length === 0 ? 'ready' : 'refused', problems };
  };
  return {
    directory,
    requireApproval,
    state,
    find: async () =>
      directory === null ? { scripts: [], left: [] } : findScripts(directory, options),
    read: async (path) => {
      if (directory === null) return null;
      try {
        return await readScript(directory, path, options);
      } catch (error) {
        if (error instanceof NotOpened) return null;
        throw error;
      }
    },
  };
};
