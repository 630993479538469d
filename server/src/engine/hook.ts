import type { ExecutionError } from '../contract/execution';
import type { HookTime } from '../contract/hook';
import type { RunContext } from './runnable-template';

/** What a hook after an attempt is told. Nothing that it does changes it. */
export interface Outcome {
  status: 'succeeded' | 'failed' | 'timed_out';
  /** The execution gets another attempt. */
  willRetry: boolean;
  result: unknown;
  error: ExecutionError | null;
  exitCode: number | null;
}

export interface Hook {
  name: string;
  timeoutMs: number;
  /** As that of a template. */
  graceMs?: number | undefined;
  /**
   * Asked of all hooks before anything of the attempt begins. Throws JobRefused or JobFailure where it must not run, anything
   * else where that cannot be found out now.
   */
  check?(): Promise<void>;
  /** `outcome` is null before the attempt. */
  run(context: RunContext, outcome: Outcome | null): Promise<unknown>;
}

export type Hooks = Record<HookTime, Hook[]>;
