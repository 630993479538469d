import type { Core } from '@strapi/strapi';

import type { ScriptBytes } from '../domain/script';
import type { Clock, RunContext } from '../engine/ports';
import type { CheckUrl, GuardedFetch } from './http/guarded-fetch';
import type { Site } from './parameters/site';

/** What templates work with. */
export interface Tools {
  strapi: Core.Strapi;
  site: Site;
  clock: Pick<Clock, 'now' | 'after'>;
  fetch: GuardedFetch;
  checkUrl: CheckUrl;
  scripts: ScriptTools;
}

/** What the template `script` needs: the bytes that may run, and somebody to run them. */
export interface ScriptTools {
  /** Throws JobRefused where nobody approved the bytes, JobFailure where there are none. */
  open(documentId: string): Promise<ScriptBytes>;
  run(context: Omit<RunContext, 'parameters'>, run: ScriptStart): Promise<unknown>;
  /** Folders that a job may work in. */
  workingRoots: string[];
  /** Null where it is not there. */
  realpath(path: string): Promise<string | null>;
}

/** What a script is started with. */
export interface ScriptStart {
  script: ScriptBytes;
  args: string[];
  /** `PARAM_…` only; secrets are in it already. */
  env: Record<string, string>;
  /** Null = a folder of its own. */
  workingDirectory: string | null;
  successExitCodes: number[];
  outputCapBytes: number;
}
