/** What the engine runs. */

import type { LogStream } from '../contract/execution';
import type { Masker } from '../domain/secrets/masker';
import type { KeepArtifact } from './artifacts';
import type { SecretUse } from './secret-use';

export type LogWriter = {
  (text: string): void;
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  /** A line of a program's own output; colours are kept. */
  raw(stream: LogStream, text: string): void;
};

/** What a template's `run` gets from the engine; the templates adapter adds `strapi` and the guarded `fetch`. */
export interface RunContext {
  parameters: Record<string, unknown>;
  /** Aborted on timeout, cancel, lost lease and shutdown; `reason` is an Error whose name says which. */
  signal: AbortSignal;
  log: LogWriter;
  /** percent 0 … 100 or null where unknown. */
  progress: (percent: number | null, message?: string) => void;
  artifact: KeepArtifact;
  /** The same for every attempt of an execution, unique per execution. */
  occurrenceId: string;
  executionId: string;
  attempt: number;
  /** ISO 8601 UTC; null when not scheduled. */
  scheduledFor: string | null;
  /** ISO 8601 UTC: the nominal instant; of a start by hand the instant at which its first attempt started. */
  dueAt: string;
  job: { documentId: string; name: string };
  /** Milliseconds for which the attempt is ours without another word from the database. */
  trustedForMs(): number;
  /** Values of the secrets that the parameters name; what is said of them in logs, results and errors is masked. */
  secrets: {
    /** Throws for a name that the parameters do not hold. */
    get(name: string): string;
    /** For output that comes in pieces. */
    masker: Masker;
  };
}

export interface RunnableTemplate {
  uid: string;
  version: number;
  /**
   * Checks parameters again, as they are about to be used; those saved under an earlier template version
   * (`plan.templateVersion`) are brought up to date first. Throws a failure that is never retried.
   */
  parse(parameters: Record<string, unknown>, fromVersion?: number): Record<string, unknown>;
  /**
   * Milliseconds for which its end is waited for after its abort; left out: a short while. Nothing takes its place before
   * that, so that what is still ending runs beside nobody.
   */
  graceMs?: number | undefined;
  /** Takes what `parse` answered. Left out: it uses none. */
  secretsOf?(parameters: Record<string, unknown>): SecretUse;
  /** Code of others: what is written in JavaScript may also answer or throw at once. */
  run(context: RunContext): Promise<unknown>;
}

export interface Templates {
  find(uid: string): RunnableTemplate | undefined;
  uids(): string[];
}
