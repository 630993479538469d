/** Hooks on the wire: what runs before and after each attempt of a job. */

export const HOOK_TIMES = ['before', 'after'] as const;
export type HookTime = (typeof HOOK_TIMES)[number];

/** A script of the catalogue as a hook. It gets no secrets, and its result and progress are not looked at. */
export interface ScriptHook {
  /** documentId of the script. */
  script: string;
  args: string[];
  /** `PARAM_…` only. */
  env: Record<string, string>;
  /** It is ended after so long, and has failed. */
  timeoutMs: number;
}

/** In their order. One that fails before an attempt keeps it from running; one that fails after it changes nothing. */
export type JobHooks = Record<HookTime, ScriptHook[]>;

/** Of each time. */
export const MAX_HOOKS = 5;
export const DEFAULT_HOOK_TIMEOUT_MS = 60_000;
