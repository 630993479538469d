import type { ScriptDecisionKind, ScriptStatus, ScriptType } from '../contract/script';

/** How a file is run. */
export interface ScriptKind {
  type: ScriptType;
  /** Looked for in the fixed search path; `-` where the file runs by itself. */
  interpreter: string;
}

/** What a script says about itself. It is part of its digest. */
export interface ScriptManifest {
  /** Folders: the file that is started. */
  entry: string | null;
  description: string | null;
  /** Arguments may begin with `-`. */
  options: boolean;
}

/** A script as its bytes were when they were read: once, and never again for the same purpose. */
export interface ScriptBytes extends ScriptKind {
  /** Below the scripts directory: a file, or a folder with a manifest. */
  path: string;
  /** Every file of it by its path inside of the folder (of a single file: its name), in the order of the paths. */
  files: { path: string; bytes: Buffer; sha256: string }[];
  /** The one of `files` that is started. */
  entry: string;
  manifest: ScriptManifest;
  /** SHA-256 over its files and the interpreter: what an approval is bound to. */
  digest: string;
  size: number;
}

/** A decision as far as the rules look at it, newest first in lists. */
export interface Decided {
  decision: ScriptDecisionKind;
  digest: string;
}

/** The newest decision about exactly these bytes; undefined where nobody decided. */
export const decisionAbout = <T extends Decided>(
  digest: string,
  newestFirst: readonly T[]
): T | undefined => newestFirst.find((decided) => decided.digest === digest);

export const scriptStatus = (
  script: { digest: string; isMissing: boolean },
  newestFirst: readonly Decided[]
): ScriptStatus => {
  if (script.isMissing) return 'missing';
  const decided = decisionAbout(script.digest, newestFirst);
  if (decided !== undefined) return decided.decision;
  return newestFirst.some(({ decision }) => decision === 'approved') ? 'changed' : 'new';
};

/** Only bytes that somebody consented to run, and nobody took that back. */
export const mayRun = (digest: string, newestFirst: readonly Decided[]): boolean =>
  decisionAbout(digest, newestFirst)?.decision === 'approved';
