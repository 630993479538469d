import type { AuditEntryView } from '../contract/audit';
import type { ExecutionStatus, LogStream, Trigger } from '../contract/execution';
import type { JobStatus } from '../contract/job';
import type { Right } from '../contract/rights';
import type { ContainmentView, NodeView } from '../contract/scheduler';
import type { RequiredRight, TemplatePreview, TemplateView } from '../contract/template';
import type { Checked } from '../domain/checked';
import type { Sealing } from '../domain/secrets/sealing';
import type { OutsideProviders } from './secret-ports';
import type { ExecutionRecord, JobRecord, JobSummary, LogSlice } from './records';
import type { JobPlace } from '../domain/job-times';
import type { Change } from '../domain/ledger/definition-then';
import type { Calendars } from '../domain/timetable';
import type { Clock, Ids, NewExecution, Owner } from '../engine/ports';
import type { ArtifactDirectory, ArtifactReads } from './artifact-ports';
import type { CalendarChanges, CalendarReads } from './calendar-ports';
import type { Found, Page, Scope, Sort } from './lists';
import type { ScriptChanges, ScriptDirectory, ScriptReads } from './script-ports';
import type { SecretChanges, SecretReads } from './secret-ports';

export type { Found, Page, Scope, Sort };

/** What the use cases need from outside. Instants are epoch milliseconds, durations milliseconds. */

export type Language = 'en' | 'zh';

/** Who asks, and what they may. */
export interface Caller {
  kind: 'user' | 'token';
  id: string;
  name: string | null;
  /** Row id of the admin user behind it (Strapi's "created by"); null for tokens of the content API. */
  userId: number | null;
  /** `manual` = a person in the admin panel, `api` = any token. */
  trigger: Extract<Trigger, 'manual' | 'api'>;
  language: Language;
  ip: string | null;
  requestId: string;
  scopeOf(right: Right): Scope;
  /** Rights of the site that templates ask for; null where the caller's kind has none of its own (content API). */
  holds: ((right: RequiredRight) => boolean) | null;
}

export const JOB_SORTS = ['name', 'createdAt', 'updatedAt', 'nextRunAt', 'template'] as const;
export interface JobQuery extends Page {
  sort: Sort<(typeof JOB_SORTS)[number]>;
  q: string | null;
  status: JobStatus[];
  enabled: boolean | null;
  template: string | null;
  category: string | null;
  tag: string | null;
  owner: Owner | null;
}

export const EXECUTION_SORTS = ['queuedAt', 'scheduledFor', 'startedAt', 'finishedAt'] as const;
export interface ExecutionQuery extends Page {
  sort: Sort<(typeof EXECUTION_SORTS)[number]>;
  q: string | null;
  status: ExecutionStatus[];
  trigger: Trigger[];
  /** documentId of the job. */
  job: string | null;
  /** `queuedAt` from (inclusive) and to (exclusive). */
  from: number | null;
  to: number | null;
}

export interface AuditQuery extends Page {
  actor: string | null;
  action: string | null;
  object: string | null;
  from: number | null;
  to: number | null;
}

export interface LogQuery {
  executionId: number;
  /** Lines after this number. */
  after: number;
  limit: number;
  q: string | null;
  stream: LogStream | null;
}

/** A job to insert or to write over. */
export interface JobWrite extends JobPlace {
  definition: JobRecord['definition'];
}

export interface NewJob extends JobWrite {
  documentId: string;
  owner: Owner;
  createdBy: number | null;
}

/** An entry of the audit log, before the store gives it its time and id. */
export type NewAuditEntry = Pick<
  AuditEntryView,
  'actor' | 'action' | 'object' | 'outcome' | 'ip' | 'requestId' | 'diff'
>;

/** Changes, all in one transaction: what it throws takes everything back. */
export interface Changes extends CalendarChanges, SecretChanges, ScriptChanges {
  now(): Promise<number>;
  /** Locks the row; undefined where there is none in the scope. */
  lockJob(documentId: string, scope: Scope): Promise<JobRecord | undefined>;
  /** Throws Conflict where the name is taken; so does `updateJob`. */
  insertJob(job: NewJob): Promise<void>;
  /** Counts the revision up and lets a held job go on. */
  updateJob(job: JobRecord, write: JobWrite, updatedBy: number | null): Promise<void>;
  deleteJob(job: JobRecord): Promise<void>;
  /**
   * Locks who depends on whom, and the rows of these jobs and of those that they depend on; before anything is
   * read without a lock. Answers which of the jobs are there.
   */
  lockGraph(documentIds: string[]): Promise<Set<string>>;
  /** What these jobs depend on; both ends as documentIds. */
  findUpstreams(documentIds: string[]): Promise<{ from: string; to: string }[]>;
  /** Makes these all that the job depends on. */
  writeUpstreams(job: Pick<JobRecord, 'id' | 'documentId'>, upstreams: string[]): Promise<void>;
  /** After an edit: lets go what waits only for jobs that it no longer depends on. */
  settleWaiting(job: Pick<JobRecord, 'id'>): Promise<void>;
  /** documentIds of the jobs that depend on it. */
  findDependents(documentId: string): Promise<string[]>;
  /** documentId → name of those of the jobs that the scope covers. */
  nameJobs(documentIds: string[], scope: Scope): Promise<Map<string, string>>;
  /** The calendars that a definition refers to, as far as they are there. */
  calendarsOf(definition: JobRecord['definition']): Promise<Calendars>;
  /** Pauses a locked job, or ends its pause, and moves it to its new place. Its revision stays. */
  writePause(job: JobRecord, pause: Pause | null, place: JobPlace): Promise<void>;
  /** Inserts records that are over already (`missed`), whatever is in progress. */
  recordMissed(job: JobRecord, records: NewExecution[]): Promise<void>;
  /** The pause of all, locked. */
  lockPause(): Promise<Pause | null>;
  /** Pauses all nodes, or changes the pause. */
  startPause(pause: Pause): Promise<void>;
  /** Ends the pause of all: from `at` to `to` nothing ran. */
  endPause(pause: Pick<Pause, 'at'>, to: number): Promise<void>;
  /** Locks nothing. */
  findExecution(documentId: string, scope: Scope): Promise<ExecutionRecord | undefined>;
  /** Inserts under the job's overlap rule; answers the documentIds of running executions that are to make room. */
  startExecution(job: JobRecord, execution: NewExecution): Promise<string[]>;
  /** `cancelled`: it waited and is over; `signalled`: it runs and is told; `finished`: it was over already. */
  requestCancel(documentId: string): Promise<'cancelled' | 'signalled' | 'finished' | 'unknown'>;
  /** Ends the waiting executions of a job, asks the running ones to end and answers the documentIds of those. */
  cancelAllOf(job: JobRecord): Promise<string[]>;
  /** One more attempt, in its place; `refused`: it is skipped instead; the other answers say why not. */
  retryExecution(
    documentId: string
  ): Promise<'queued' | 'refused' | 'not-finished' | 'not-unsuccessful' | 'overlap' | 'unknown'>;
  writeAudit(entry: NewAuditEntry): Promise<void>;
}

/** A pause as stored. `until` is `UNTIL_RESUMED` where somebody has to end it. */
export interface Pause {
  at: number;
  until: number;
  note: string | null;
  by: string | null;
}

export interface Store extends ArtifactReads, CalendarReads, SecretReads, ScriptReads {
  now(): Promise<number>;
  change<T>(work: (changes: Changes) => Promise<T>): Promise<T>;
  findJob(documentId: string, scope: Scope): Promise<JobRecord | undefined>;
  listJobs(query: JobQuery, scope: Scope): Promise<Found<JobRecord>>;
  /** Names that begin like this, for the name of a copy. */
  findJobNames(prefix: string): Promise<string[]>;
  /** name → documentId of the jobs of these names. */
  findJobIds(names: string[]): Promise<Map<string, string>>;
  /** documentId → name of those of the jobs that the scope covers. */
  nameJobs(documentIds: string[], scope: Scope): Promise<Map<string, string>>;
  /** documentIds of the jobs that depend on this one. */
  findDependents(documentId: string): Promise<string[]>;
  /** Dependencies between jobs of the scope. */
  listEdges(scope: Scope, limit: number): Promise<{ from: string; to: string }[]>;
  /** Records that may stand for an instant of the job. */
  findLedgerRecords(job: JobRecord, at: number): Promise<ExecutionRecord[]>;
  /** Changes of the job from an instant on, the earliest first. */
  findChanges(job: JobRecord, from: number): Promise<Change[]>;
  /** The pause of the job that was begun by then and not ended by then; `until` is null where it had no end. */
  findPauseAt(job: JobRecord, at: number): Promise<{ since: number; until: number | null } | null>;
  /** The pauses of all nodes that are over, the newest last. */
  readPauses(): Promise<{ from: number; to: number }[]>;
  /** The jobs of these documentIds. */
  findJobs(documentIds: string[]): Promise<JobRecord[]>;
  /** The newest executions of each of these jobs, in one statement. */
  summariseJobs(jobIds: number[]): Promise<Map<number, JobSummary>>;
  /** `kind:id` → name of each owner that still exists. */
  nameOwners(owners: Owner[]): Promise<Map<string, string>>;
  findExecution(documentId: string, scope: Scope): Promise<ExecutionRecord | undefined>;
  listExecutions(query: ExecutionQuery, scope: Scope): Promise<Found<ExecutionRecord>>;
  /** Executions of a job that people or tokens started, newest first. */
  listHandStarts(job: JobRecord, page: Page): Promise<Found<ExecutionRecord>>;
  readLog(query: LogQuery): Promise<LogSlice>;
  listAudit(query: AuditQuery): Promise<Found<AuditEntryView>>;
  /** One entry per actor, route and minute, counted. */
  writeDenial(entry: NewAuditEntry & { route: string }): Promise<void>;
  /** What a job has in progress: waiting for its turn, and running. */
  countInProgress(jobId: number): Promise<{ queued: number; running: number }>;
  /** The pause of all, also one that is over and not yet cleared away; null where there is none. */
  readPause(): Promise<Pause | null>;
  listNodes(): Promise<(NodeView & { lastTickAt: number | null })[]>;
  countQueue(): Promise<{ queued: number; running: number; oldestReadyAt: number | null }>;
  /** Finished executions per whole hour and outcome since `from`. */
  countOutcomes(from: number): Promise<{ hour: number; status: ExecutionStatus; count: number }[]>;
  /** Executions that finished since `from`. */
  countFinished(from: number): Promise<{ finished: number; failed: number }>;
  ping(): Promise<void>;
}

/** A template, as use cases see it. */
export interface CatalogueTemplate {
  version: number;
  view: TemplateView;
  /** Brings parameters up from an earlier version, checks and completes them. Paths start with 'parameters'. */
  check(parameters: unknown, fromVersion?: number): Checked<Record<string, unknown>>;
  /** Secrets (by name) and scripts (by documentId) that checked parameters name, with their paths. */
  references(
    parameters: Record<string, unknown>
  ): Record<'secrets' | 'scripts', { path: string[]; target: string }[]>;
  /** Takes checked parameters. */
  requires(parameters: Record<string, unknown>): RequiredRight[];
  /** Null where the template has no dry run. Takes checked parameters. */
  preview(parameters: Record<string, unknown>, language: Language): Promise<TemplatePreview | null>;
}

export interface Catalogue {
  find(uid: string): CatalogueTemplate | undefined;
  views(): TemplateView[];
}

/** Strapi's roles, for applying a right set. */
export interface Roles {
  /** The role's name; undefined where there is none. */
  nameOf(role: string): Promise<string | undefined>;
  /** Replaces the role's rights of this plugin by the set; joins the transaction it is called in. */
  replaceRights(role: string, rights: { action: string; conditions: string[] }[]): Promise<void>;
}

export interface ServiceOptions {
  enabled: boolean;
  role: 'all' | 'scheduler' | 'worker' | 'off';
  timezone: string;
  defaultTimeoutMs: number;
  maxConcurrentTotal: number | null;
  maxQueuedPerJob: number;
  retention: { executionsDays: number };
}

export interface ServicePorts {
  store: Store;
  catalogue: Catalogue;
  roles: Roles;
  clock: Pick<Clock, 'now' | 'skewMs' | 'after'>;
  ids: Ids;
  options: ServiceOptions;
  scripts: ScriptDirectory;
  artifacts: ArtifactDirectory;
  /** Null where no key is configured. */
  sealing: Sealing | null;
  secretProviders: OutsideProviders;
  database: 'sqlite' | 'postgres' | 'mysql';
  zoneData: string;
  /** How this server keeps the processes of scripts together; null where scripts are off. */
  containment(): Promise<ContainmentView | null>;
  engine: {
    /** Something may be due: look now. */
    wake(): void;
    /** Its cancel was committed: stop it at once if it runs here. */
    cancelHint(executionDocumentId: string): void;
    isRunning(): boolean;
    /** When this process last looked whether something is due; null before the first look. */
    lastTickAt(): number | null;
  };
}
