import type {
  ExecutionError,
  KeptBackBy,
  Reason,
  Trigger,
  UpstreamToken,
} from '../contract/execution';
import type { JobHooks } from '../contract/hook';
import type { OnLost, Overlap, RetryPolicy } from '../contract/job';
import type { UsedScript } from '../domain/approval';

/** What is about to be put on record. Instants are epoch milliseconds. */

export interface Owner {
  kind: 'user' | 'token';
  id: string;
}

/** What an execution takes along from its job, so that a later edit or deletion does not change it. */
export interface ExecutionPlan {
  template: string;
  templateVersion: number;
  timeoutMs: number;
  onLost: OnLost;
  retry: RetryPolicy;
  overlap: Overlap;
  owner: Owner | null;
  /** Left out where there are none: most executions have none, and each is a row. */
  hooks?: JobHooks;
}

/** A row to insert. `id` and the queue columns are the store's business. */
export interface NewExecution {
  /** The row in which it waited for its upstreams; left out for what is new. */
  id?: number;
  documentId: string;
  trigger: Trigger;
  /** Nominal instant; null when not scheduled. Unique per job. */
  slotAt: number | null;
  /** Not to be started before. */
  readyAt: number;
  /** `waiting`: for its upstreams. */
  status: 'queued' | 'waiting' | 'skipped' | 'missed';
  reason: Reason | null;
  /** What more is to be said of the reason; left out where that says it all. */
  error?: ExecutionError | null;
  /** Left out where no calendar does. */
  keptBackBy?: KeptBackBy;
  /** 10 high, 20 normal, 30 low: who comes before whom (`domain/claim-order`). */
  priority: number;
  plan: ExecutionPlan;
  /** At most `count` executions under `key` run at once (`domain/limits`); null where nothing limits it. */
  limit: { key: string; count: number } | null;
  parameters: Record<string, unknown>;
  /** The schedule that won the instant, and those that fell on the same one. */
  scheduleKey: string | null;
  mergedKeys: string[];
  /** `missed` only: the oldest occurrence that it stands for (`slotAt` is the newest), and how many there are. */
  missedFrom: number | null;
  missedCount: number | null;
  /** The executions that it waits for, or waited for; empty where it depends on nothing. */
  upstreams: UpstreamToken[];
  /** How many of them are still to come; null where it depends on nothing. */
  openUpstreams: number | null;
  startedBy: { kind: 'user' | 'token'; id: string; name: string | null } | null;
  note: string | null;
}

/** The scripts that an execution would run, as far as somebody has to consent to them. */
export type ScriptsOf = (
  execution: Pick<NewExecution, 'plan' | 'parameters'>
) => readonly UsedScript[];

/** New records of one job. */
export interface Owed {
  job: { id: number; documentId: string; name: string; overlap: Overlap };
  executions: NewExecution[];
}

/** New records, and what the job's locked row adds to them. */
export interface LockedOwed extends Owed {
  now: number;
  /** The job's circuit breaker (`domain/breaker`). */
  breakerUntil: number | null;
}

/** What a job has on its way, counted while its row is locked. */
export interface InProgress {
  running: number;
  /** To be claimed: now, at its time, at its turn or with a free seat. */
  queued: number;
  /** For upstreams: not in anybody's way yet. */
  waiting: number;
}

/** What becomes of new executions. `cancelsPrevious`: those in progress make room for them. */
export interface Admitted {
  executions: NewExecution[];
  cancelsPrevious: boolean;
}

/**
 * Decides, with the job's row locked, which of the new executions may be queued beside those in progress
 * (`domain/overlap`). Answers the same records, some of them `skipped`.
 */
export type Admit<T extends Owed = Owed> = (owed: T, inProgress: InProgress) => Admitted;
