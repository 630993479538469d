import type { Outcome } from '../../engine/ports';
import type { TemplateContext } from '../define-template';

/** What a hook of code gets: the attempt's facts, a copy of its parameters, and the site's tools; no secrets. */
export interface HookContext extends Pick<TemplateContext, (typeof HOOK_CONTEXT)[number]> {
  /** Uid of the job's template. */
  template: string;
}

/** The parts of a template's context that do not speak for the attempt, and tell nothing that its parameters do not. */
export const HOOK_CONTEXT = [
  'parameters',
  'strapi',
  'fetch',
  'log',
  'signal',
  'now',
  'sleep',
  'occurrenceId',
  'executionId',
  'attempt',
  'scheduledFor',
  'dueAt',
  'job',
] as const satisfies readonly (keyof TemplateContext)[];

/** Code that runs around attempts. `uid` and at least one of `before` and `after` are required. */
export interface HookDefinition {
  /** Lowercase words joined by `-` or `.`, e.g. `my-app.quota`. */
  uid: string;
  /** Uids of the templates whose jobs it is for; left out: all. */
  templates?: string[];
  /** Of each call, 1,000 to 3,600,000; 60,000 where left out. */
  timeoutMs?: number;
  /** What it throws keeps the attempt from running: the execution is `skipped: hook-refused`, and is not tried again. */
  before?(context: HookContext): unknown;
  /** What it answers or throws changes nothing. Not called where the attempt was cancelled or its server stopped. */
  after?(context: HookContext, outcome: Outcome): unknown;
}

/** Types a hook's literal; `register` checks it. */
export const defineHook = (hook: HookDefinition): HookDefinition => hook;
