import path from 'node:path';

import { ROOT } from '../../support/site-env';
import { startSiteProcess, type SiteProcess } from '../../support/start-site-process';
import type { Cluster, ClusterProcess, Launch } from './cluster';
import { LEASE_MS, machineOf } from './launch-engine';
import type { StageRequest } from '../stage';

/** A whole Strapi, as `strapi start` runs it in production, with the plugin from its sources. */
export interface StrapiProcess extends ClusterProcess {
  url: string;
  pid: number;
}

const NODES = { minute: 3, short: 3, long: 5 } as const;

/** How many work on one database; SQLite belongs to one. */
export const strapisOf = ({ database, size }: StageRequest): number =>
  database === 'sqlite' ? 1 : NODES[size];

export const launchStrapi: Launch = (cluster, index, env) => startStrapi(cluster, index, { env });

/** `env` leads it to its database; `preloads`, from the root of the plugin, come after the usual ones. */
export const startStrapi = async (
  { request, witnessFile }: Cluster,
  index: number,
  { env, preloads = [] }: { env: Record<string, string>; preloads?: string[] }
): Promise<StrapiProcess> => {
  const site = await startAgain({
    JOB_WITNESS_FILE: witnessFile,
    JOB_WITNESS_BEHAVIOURS: path.join(ROOT, 'tests/torture/node/templates.ts'),
    JOB_SCHEDULER_LEASE_MS: String(LEASE_MS),
    JOB_SCHEDULER_PLUGIN: path.join(ROOT, 'tests/support/plugin-from-sources'),
    NODE_OPTIONS: [...PRELOADS, ...preloads]
      .map((file) => `--require=${path.join(ROOT, file)}`)
      .join(' '),
    TORTURE_SHIFT_MS: String(machineOf(request.database, index).shiftMs),
    ...env,
  });
  return {
    id: nodeName(site.pid),
    url: site.url,
    pid: site.pid,
    gone: site.gone,
    output: site.output,
    signal: (name) => void tell(site.pid, name),
  };
};

const PRELOADS = ['tests/support/register-ts.cjs', 'tests/torture/node/shift-clock.cjs'];

const TRIES = 5;

/** A Strapi that finds no database at its start ends; whoever supervises it starts it again. */
const startAgain = async (env: Record<string, string>, tries = TRIES): Promise<SiteProcess> => {
  try {
    return await startSiteProcess(env);
  } catch (error) {
    if (tries <= 1) throw error;
    return startAgain(env, tries - 1);
  }
};

/** Answers whether it was still there. */
const tell = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
};

/** What the witness calls a process. */
export const nodeName = (pid: number): string => `pid-${pid}`;
