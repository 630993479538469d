/** What the engine runs. */

export type LogWriter = {
  (text: string): void;
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
};

/** What a template's `run` gets from the engine; the templates adapter adds `strapi` and the guarded `fetch`. */
export interface RunContext {
  parameters: Record<string, unknown>;
  /** Aborted on timeout, cancel, lost lease and shutdown; `reason` is an Error whose name says which. */
  signal: AbortSignal;
  log: LogWriter;
  /** percent 0 … 100 or null where unknown. */
  progress: (percent: number | null, message?: string) => void;
  /** The same for every attempt of an execution, unique per execution. */
  occurrenceId: string;
  executionId: string;
  attempt: number;
  /** ISO 8601 UTC; null when not scheduled. */
  scheduledFor: string | null;
  /** ISO 8601 UTC: the nominal instant; of a start by hand the instant at which its first attempt started. */
  dueAt: string;
  job: { documentId: string; name: string };
}

export interface RunnableTemplate {
  uid: string;
  version: number;
  /**
   * Checks parameters again, as they are about to be used; those saved under an earlier template version
   * (`plan.templateVersion`) are brought up to date first. Throws a failure that is never retried.
   */
  parse(parameters: Record<string, unknown>, fromVersion?: number): Record<string, unknown>;
  run(context: RunContext): Promise<unknown>;
}

export interface Templates {
  find(uid: string): RunnableTemplate | undefined;
  uids(): string[];
}
