import type { Core } from '@strapi/strapi';

import type { Options } from './config/options';
import type { Clock } from './engine/ports';
import { createScriptLog, logEvent, logFault, logNoApproval } from './notify/log';
import { createScriptTools } from './processes/script-tools';
import type { ScriptRunner } from './processes/script-tools';
import { openScriptDirectory } from './processes/scripts/script-directory';
import { watchScripts } from './processes/scripts/watch-scripts';
import type { ScriptWatch } from './processes/scripts/watch-scripts';
import type { UseCases } from './services/create-services';
import { createOpenScript } from './services/open-script';
import type { Store } from './services/ports';
import type { ScriptDirectory } from './services/script-ports';

interface Makings {
  strapi: Core.Strapi;
  clock: Clock;
  options: Options;
}

/** Runs scripts of the directory, as far as somebody approved them. */
export const createRunner = ({
  strapi,
  clock,
  options,
  store,
  scripts,
}: Makings & { store: () => Pick<Store, 'findScript'>; scripts: ScriptDirectory }): ScriptRunner =>
  createScriptTools({
    clock,
    open: (documentId, onKnown) =>
      createOpenScript(scripts, store().findScript)(documentId, onKnown),
    ...scriptBoundsOf(options),
    onSurvivors: ({ job, executionId, attempt }, processes) => {
      const facts = { job, execution: executionId, attempt, processes };
      logEvent(strapi.log, { type: 'execution.survivors', ...facts });
    },
    timezone: options.timezone,
  });

export const openScripts = (strapi: Core.Strapi, { scripts }: Options): ScriptDirectory =>
  openScriptDirectory({ ...scripts, site: foldersOf(strapi) });

/** Folders of the site that are not the plugin's. */
export const foldersOf = ({ dirs }: Core.Strapi) => ({
  root: dirs.app.root,
  public: dirs.static.public,
});

/** Looks through the directory when the site starts and whenever something changes there; null where scripts are off. */
export const createScriptWatch = ({
  strapi,
  clock,
  options,
  scripts,
}: Makings & { scripts: () => Pick<UseCases, 'noticeScripts'> }): ScriptWatch | null => {
  const { directory } = options.scripts;
  if (directory === null || !options.enabled) return null;
  if (!options.scripts.requireApproval) logNoApproval(strapi.log, directory);
  const tell = createScriptLog(strapi.log);
  return watchScripts(directory, {
    clock,
    look: async () => tell(await scripts().noticeScripts()),
    onFault: (fault) => logFault(strapi.log, 'could not look through the scripts', fault),
  });
};

export const MEGABYTE = 1_048_576;
const bytesOf = (megabytes: number | null): number | null =>
  megabytes === null ? null : megabytes * MEGABYTE;

/** What the options say that runs of scripts are held to. */
export const scriptBoundsOf = ({ scripts }: Pick<Options, 'scripts'>) => ({
  graceMs: scripts.graceMs,
  standstillMs: scripts.standstillMs,
  leastContainment: scripts.minContainment,
  workingRoots: scripts.workingDirectories,
  limits: {
    cpuSeconds: scripts.maxCpuSeconds,
    cpus: scripts.maxCpus,
    memoryBytes: bytesOf(scripts.maxMemoryMb),
    addressSpaceBytes: bytesOf(scripts.maxMemoryMb),
    processes: scripts.maxProcesses,
    userProcesses: scripts.maxProcesses,
    fileBytes: bytesOf(scripts.maxFileMb),
  },
});
