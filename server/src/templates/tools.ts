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
  backups: BackupTools;
}

/** What the template `script` needs: the bytes that may run, and somebody to run them. */
export interface ScriptTools {
  /**
   * Throws JobRefused where nobody approved the bytes, JobFailure where there are none. `onKnown` is told the script's path
   * as soon as that is known, also where it throws then.
   */
  open(documentId: string, onKnown?: (path: string) => void): Promise<ScriptBytes>;
  run(context: Omit<RunContext, 'parameters'>, run: ScriptStart): Promise<unknown>;
  /** Milliseconds within which what it started is gone after its abort, or known not to go. */
  goneWithinMs: number;
  /** Folders that a job may work in. */
  workingRoots: string[];
  /** Null where it is not there. */
  realpath(path: string): Promise<string | null>;
}

/** What the template `backup` needs: the site's own database as a stream of bytes. */
export interface BackupTools {
  /** How it would be dumped. Throws a JobFailure that says what to install where a program is missing. */
  plan(): Promise<DumpPlan>;
  /**
   * Hands the dump to `take`. Its bytes end only if the dump is whole; otherwise they throw a JobFailure. Whatever was started
   * or written for it is gone when this is over.
   */
  dump<T>(context: Omit<RunContext, 'parameters'>, take: (dump: Dump) => Promise<T>): Promise<T>;
}

export interface DumpPlan {
  database: 'SQLite' | 'PostgreSQL' | 'MariaDB' | 'MySQL';
  /** The program, or how else it is done. */
  by: string;
  /** Of its file: `sql`, `sqlite`. */
  ending: string;
}

export interface Dump extends DumpPlan {
  bytes: AsyncIterable<Uint8Array>;
}

/** What a script is started with. */
export interface ScriptStart {
  script: ScriptBytes;
  args: string[];
  /** `PARAM_…`, secrets among them; of a hook also what it is told (`JOB_HOOK`, …). */
  env: Record<string, string>;
  /** Null = a folder of its own. */
  workingDirectory: string | null;
  successExitCodes: number[];
  outputCapBytes: number;
}
