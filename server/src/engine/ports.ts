import type { AttemptView, LogLevel, LogStream, Reason, Trigger } from '../contract/execution';
import type { JobDefinition } from '../contract/job';
import type { Role } from '../contract/scheduler';
import type { Refusal } from '../domain/approval';
import type { UpstreamEvent } from '../domain/dependencies';
import type { Soon } from '../domain/soon';
import type { Calendars } from '../domain/timetable';
import type { AfterAttempt } from '../domain/transition';
import type { Artifacts } from './artifacts';
import type { DependentJob, DependentStep } from './dependent-job';
import type { Hooks } from './hook';
import type { Admit, ExecutionPlan, LockedOwed, NewExecution, Owed, Owner } from './new-execution';
import type { Templates } from './runnable-template';
import type { Reveal } from './secret-use';

export type {
  Admit,
  ExecutionPlan,
  InProgress,
  LockedOwed,
  NewExecution,
  Owed,
  Owner,
  ScriptsOf,
} from './new-execution';
export type { Hook, Hooks, Outcome } from './hook';
export type { LogWriter, RunContext, RunnableTemplate, Templates } from './runnable-template';
export type { Reveal, Revealed, SecretDestinations, SecretUse } from './secret-use';

/**
 * What the engine needs from outside. Instants are epoch milliseconds of the database clock, durations are
 * milliseconds. Every store function is one statement or one short transaction and joins no other.
 */

// ---------------------------------------------------------------------------------------------- time

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** The database clock as this process estimates it: monotonic time plus a sampled offset. */
  now(): number;
  /** Milliseconds that never go back; counts while the process is stopped. */
  monotonic(): number;
  /** Tells the clock what the database said, and when (monotonic) the question left and the answer came. */
  sample(databaseNow: number, sentAt: number, receivedAt: number): void;
  /** Node clock minus database clock. */
  skewMs(): number;
  /** Calls once, `ms` from now (0 … 60,000), outside any async context of the caller. */
  after(ms: number, call: () => void): Timer;
}

export interface Ids {
  /** 24 characters a-z0-9, as Strapi's documentId. */
  documentId(): string;
  /** Random, per claim. */
  token(): string;
  /** 0 ≤ x < 1 */
  random(): number;
}

// ---------------------------------------------------------------------------------------------- records

/** Proof of ownership of one attempt: every write of its owner carries it. */
export interface Ref {
  id: number;
  attempt: number;
  token: string;
}

/** The engine's half of a job row. */
export interface DueJob {
  id: number;
  documentId: string;
  revision: number;
  owner: Owner | null;
  definition: JobDefinition;
  /** The occurrence that made it due. */
  nextAt: number;
  /** The last instant that was dealt with; null for a new job. */
  cursorAt: number | null;
  /** Occurrences before it are not run; null when not paused. */
  pausedUntil: number | null;
  /** Scheduled executions so far, for `maxExecutions`. */
  scheduledCount: number;
}

/** Jobs that are held, `nextAt` = held_at, and the calendars that they refer to. */
export interface HeldJobs {
  jobs: DueJob[];
  calendars: Calendars;
}

/** What `findDueJobs` answers: the jobs, and what else decides about them. */
export interface DueJobs {
  now: number;
  /** None while the scheduler is paused. */
  jobs: DueJob[];
  /** The calendars that these jobs refer to. */
  calendars: Calendars;
  /** The pause of all nodes, also one that is over and not yet cleared away. */
  pause: { at: number; until: number } | null;
  /** Earlier ones that these jobs may have slept through. */
  pauses: { from: number; to: number }[];
}

/** One job's step of the cursor, with the records that the step owes. */
export interface Advance extends Owed {
  job: Owed['job'] & { revision: number };
  fromNextAt: number;
  nextAt: number | null;
  /** The next occurrence that will run; `nextAt` where left out. */
  nextRunAt?: number | null;
  cursorAt: number;
  /** Once so many scheduled executions were queued the job has no next occurrence; null or left out = never. */
  maxExecutions?: number | null;
  /** Its occurrences run only if the newest of these jobs let them; left out where it depends on none. */
  dependencies?: JobDefinition['dependencies'];
  /** Its pause is over: it goes from the row, with an entry in the audit log. */
  resumes?: true;
  /** The job stands still from now on, with this reason. */
  holds?: 'unreadable';
}

export type LockedAdvance = Advance & LockedOwed;

export interface ClaimedExecution {
  ref: Ref;
  documentId: string;
  job: { id: number; documentId: string; name: string };
  trigger: Trigger;
  slotAt: number | null;
  readyAt: number;
  /** When attempt 1 was claimed; equals `startedAt` on the first attempt. */
  firstStartedAt: number;
  /** When this attempt was claimed. */
  startedAt: number;
  maxAttempts: number;
  /** The limit whose seat it holds. */
  limitKey: string | null;
  plan: ExecutionPlan;
  parameters: Record<string, unknown>;
  /** Attempts before this one. */
  attempts: AttemptView[];
  /** The node that claimed this attempt; null where unknown. */
  node: string | null;
  /** It must not run, and is to be recorded so; left out where it may. */
  refusal?: Refusal;
}

/** What one attempt came to. */
export interface AttemptEnd {
  ref: Ref;
  job: { id: number };
  /** As claimed: what is to be locked is known before its row is. */
  limitKey: string | null;
  /** The attempt as it goes into the history. */
  readonly attempt: AttemptView;
  /** A first attempt that succeeded, of which the row itself says all there is to say. */
  isPlain?: boolean;
  next: AfterAttempt;
}

/** A job's circuit breaker that opened (until then nothing of it runs by itself), or closed (null). */
export interface BreakerChange {
  job: { documentId: string; name: string };
  until: number | null;
}

export interface NewLogLine {
  seq: number;
  at: number;
  attempt: number;
  stream: LogStream;
  level: LogLevel;
  text: string;
}

export interface NodeRecord {
  /** Random per boot. */
  id: string;
  host: string;
  pid: number;
  /** Tells two processes with one pid apart (start time, pid namespace); null where unknown. */
  processKey: string | null;
  role: Role;
  version: string;
  zoneData: string;
  maxConcurrent: number;
}

// ---------------------------------------------------------------------------------------------- store

export interface EngineStore {
  /** The database clock. */
  now(): Promise<number>;

  /** Jobs to be looked at at or before `now + aheadMs`, earliest first; `except` those of these ids. */
  findDueJobs(request: { limit: number; aheadMs: number; except?: number[] }): Promise<DueJobs>;

  /**
   * Clears away the pause of all nodes that began at `at` and is over, with an entry in the audit log. Answers whether
   * it was this call that did.
   */
  endPause(at: number): Promise<boolean>;

  /**
   * One transaction: per job compare-and-set of the cursor on (next_at, revision), which also locks the row, then
   * the records; (job, slot) that exists already is left alone. An advance whose compare-and-set fails is dropped whole.
   */
  enqueueDue(
    advances: Advance[],
    admit: Admit<LockedAdvance>
  ): Promise<{
    advanced: number;
    inserted: number;
    /** documentIds of running executions that were asked to cancel, to make room. */
    cancelling: string[];
    /** Ids of jobs that were left as they are, because somebody else holds them. */
    busy: number[];
  }>;

  /**
   * Tells jobs what became of those that they depend on, at most `limit` ends at a time, each exactly once: `answer` says
   * what a job does, its row locked. While all nodes are paused nothing is told and nothing gets lost. `except`: upstream
   * jobs (documentId) whose ends are left for later. `of`: only the ends of this one, and rows that somebody holds are
   * waited for, if not for long.
   */
  consumeUpstreamEnds(request: {
    limit: number;
    answer: (job: DependentJob, events: UpstreamEvent[]) => DependentStep;
    admit: Admit<LockedOwed>;
    except?: string[];
    of?: string;
  }): Promise<{
    consumed: number;
    /** Upstream jobs whose ends were left, because somebody else holds a job that is to be told of them. */
    kept?: string[];
    /** What was queued, skipped or begun. */
    told: { job: { documentId: string; name: string }; execution: NewExecution }[];
    /** documentIds of running executions that were asked to cancel, to make room. */
    cancelling: string[];
  }>;

  /**
   * Lets executions that waited for their time be claimed, or wait for a seat where something limits them: those that
   * are ready by `now + aheadMs`. Answers how many, at most 200.
   */
  ripen(request: { aheadMs: number }): Promise<number>;

  /**
   * Takes up to `limit` executions that may be claimed and are due (`ready_at <= now + aheadMs`), in claim order
   * (`domain/claim-order`). Where `total` is a number, no more than would make so many run on all nodes. Those whose
   * scripts nobody consents to by now are over in the same transaction, without an attempt: `skipped`; or, where
   * somebody holds what that needs, they come with a `refusal`.
   */
  claim(request: {
    node: string;
    token: string;
    limit: number;
    total: number | null;
    leaseMs: number;
    aheadMs: number;
  }): Promise<{
    now: number;
    executions: ClaimedExecution[];
    skipped?: ClaimedExecution[];
  }>;

  /** Renews the leases of `refs`; answers those no longer owned and those whose cancel was asked for. */
  heartbeat(request: {
    node: string;
    refs: Ref[];
    leaseMs: number;
  }): Promise<{ lost: Ref[]; cancelRequested: Ref[] }>;

  /** Which of `refs` were asked to cancel. Renews nothing. */
  findCancelRequests(refs: Ref[]): Promise<Ref[]>;

  /**
   * One transaction: writes what the attempts came to, each only if still owned, gives freed turns and seats to those
   * that wait for them (`gives`: there may be some), and counts in the job. Answers the refs that were no longer owned, and
   * whether jobs that depend on others are to be told (`consumeUpstreamEnds`). `busy`: not written, because somebody holds the job or a limit
   * that it shares, who may be gone or stand still; nobody waits for that but who `waits`, and not for long: with ends
   * of one job and one limit.
   * A retry (`queued`) of an execution whose cancel was asked for becomes `cancelled`: cancel is final.
   */
  record(
    ends: AttemptEnd[],
    how?: { waits: boolean }
  ): Promise<{
    stale: Ref[];
    busy: Ref[];
    tells: boolean;
    gives: boolean;
    breakers?: BreakerChange[];
  }>;

  /** Progress of a running attempt, if still owned. */
  saveProgress(
    ref: Ref,
    progress: { percent: number | null; message: string | null }
  ): Promise<void>;

  /** Running executions whose lease ended, oldest first, without `except`. Changes nothing. */
  findExpired(request: { limit: number; except: number[] }): Promise<ClaimedExecution[]>;
  /** Running executions of these nodes, without `except`. Changes nothing. */
  findRunningOf(
    nodes: string[],
    request: { limit: number; except: number[] }
  ): Promise<ClaimedExecution[]>;

  /**
   * The earliest instant after which something can be due: an occurrence, or an execution that may be claimed or waits
   * for its time; null when nothing is to come. With it the end of the pause of all nodes (null where there is none), and
   * whether a job is held because some node could not understand it.
   */
  nextDueAt(): Promise<{
    now: number;
    at: number | null;
    pausedUntil: number | null;
    unreadable: boolean;
  }>;

  appendLog(executionId: number, lines: NewLogLine[]): Promise<void>;
  /** 0 where there is no line yet. */
  lastLogSeq(executionId: number): Promise<number>;

  /** Inserts or updates this node's row, `last_seen` = database now. */
  touchNode(
    node: NodeRecord,
    state: { state: string; running: number; skewMs: number; lastTickAt: number | null }
  ): Promise<void>;
  /** Other nodes on this host that did not say goodbye. */
  findNodesOf(host: string): Promise<{ id: string; pid: number; processKey: string | null }[]>;
  removeNodes(ids: string[]): Promise<void>;

  /**
   * Holds the jobs of templates that are gone (held_reason 'template-missing', held_at now, next_at NULL), and answers
   * the first ones held for that reason whose template is back. Releases none.
   */
  holdJobsWithout(templates: string[]): Promise<{ held: number; back: HeldJobs }>;
  /** Jobs that some node could not understand, at most 100. Releases none. */
  findUnreadable(): Promise<HeldJobs>;
  /**
   * Lets held jobs go on, each only if it is still held since `fromNextAt` (= held_at) and of that revision: clears the
   * hold, writes next_at and cursor_at, inserts the records that the step owes. Answers how many went on.
   */
  releaseHeld(advances: Advance[]): Promise<number>;

  /** Deletes what is older, at most `limit` rows of each; answers how many went. */
  prune(request: {
    executionsBefore: number;
    logsBefore: number;
    auditBefore: number;
    limit: number;
  }): Promise<number>;
}

// ---------------------------------------------------------------------------------------------- templates

/** Whether the owner may still do what the template does; a reason where not. Asked before each attempt. */
export type CheckOwner = (
  execution: ClaimedExecution,
  parameters: Record<string, unknown>
) => Soon<Reason | null>;

/** The hooks of an execution, in their order. */
export type HooksOf = (execution: ClaimedExecution) => Hooks;

// ---------------------------------------------------------------------------------------------- all

/** Everything that happens, for logs, notifications and tests (`engine/events.ts` holds the map of names to facts). */
export type Emit = (event: { type: string } & Record<string, unknown>) => void;

export interface EngineOptions {
  role: Role;
  pollIntervalMs: number;
  leaseMs: number;
  drainMs: number;
  missedAfterMs: number;
  maxConcurrent: number;
  /** On all nodes together; null = no bound. */
  maxConcurrentTotal: number | null;
  /** Of one job: what comes on top is `skipped: queue-full`. */
  maxQueuedPerJob: number;
  defaultTimeoutMs: number;
  retention: { executionsDays: number; logsDays: number; auditDays: number };
}

/** Whether a process of this machine is still alive. */
export type IsAlive = (process: { pid: number; processKey: string | null }) => boolean;

export interface Ports {
  clock: Clock;
  ids: Ids;
  store: EngineStore;
  templates: Templates;
  checkOwner: CheckOwner;
  reveal: Reveal;
  /** Left out where nothing can be kept. */
  artifacts?: Artifacts;
  /** Left out where nothing runs around attempts. */
  hooksOf?: HooksOf;
  isAlive: IsAlive;
  emit: Emit;
  node: NodeRecord;
  options: EngineOptions;
  /**
   * Runs `work` in a fresh async context: no transaction of a caller leaks in; entry events carry our name. What it
   * throws where nobody can catch it goes to `onStray`; it may go on after that.
   */
  detached<T>(work: () => Soon<T>, onStray: (fault: unknown) => void): Promise<T>;
}
