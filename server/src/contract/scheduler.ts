import type { PauseView } from './job';

export const ROLES = ['all', 'scheduler', 'worker', 'off'] as const;
export type Role = (typeof ROLES)[number];

export const NODE_STATES = ['starting', 'running', 'draining', 'stopped', 'gone'] as const;
export type NodeState = (typeof NODE_STATES)[number];

export interface NodeView {
  /** Random per boot. */
  id: string;
  host: string;
  pid: number;
  role: Role;
  state: NodeState;
  startedAt: string;
  lastSeenAt: string;
  running: number;
  maxConcurrent: number;
  version: string;
  zoneData: string;
  /** Node clock minus database clock, in milliseconds. */
  clockSkewMs: number;
}

export interface SchedulerStatus {
  /** What is wanted for the whole cluster. */
  state: 'running' | 'paused' | 'off';
  /** Null where the scheduler is not paused. */
  pause: PauseView | null;
  /** This process takes part (role is not `off` and `enabled` is true). */
  enabled: boolean;
  engine: 'database';
  database: 'sqlite' | 'postgres' | 'mysql';
  timezone: string;
  zoneData: string;
  nodes: NodeView[];
  queueDepth: number;
  running: number;
  /** What bounds them besides the nodes' own `maxConcurrent`; as the server that answers has it. */
  limits: {
    /** Attempts at a time on all nodes together; null where nothing bounds them. */
    maxConcurrentTotal: number | null;
    maxQueuedPerJob: number;
  };
  /** Age of the oldest execution that is due and not started, in milliseconds; null when none is. */
  oldestWaitMs: number | null;
  rates: { perMinute: number; failedPerMinute: number };
  lastTickAt: string | null;
  clockSkewMs: number;
  /** Outcomes of the last 24 hours, one bucket an hour, oldest first. */
  outcomes: { from: string; succeeded: number; failed: number; other: number }[];
  /** `off`: scripts run without anybody's consent, for development only. Null where scripts are off. */
  scriptApproval: 'required' | 'off' | null;
  /** Of the server that answers; null where scripts are off. */
  containment: ContainmentView | null;
}

/**
 * How the processes of a script are kept together. `namespace`: the kernel ends all of them with their first. `subreaper`:
 * a supervisor becomes the parent of all orphans and ends them. `basic`: a supervisor looks for them in /proc. `none`: this
 * host has nothing of it, or less than the configuration asks for; scripts do not run.
 */
export const CONTAINMENT_LEVELS = ['namespace', 'subreaper', 'basic', 'none'] as const;
export type ContainmentLevel = (typeof CONTAINMENT_LEVELS)[number];

/**
 * Processes that a level cannot end. `handed-over`: what a script has another service start (cron, systemd, Docker).
 * `supervisor-killed`: what is left when a script kills its own supervisor. `other-user`: what has become another user's.
 * `unmarked`: what leaves its parents behind between two looks, in a session of its own, and without its environment.
 */
export const CONTAINMENT_GAPS = [
  'handed-over',
  'supervisor-killed',
  'other-user',
  'unmarked',
] as const;
export type ContainmentGap = (typeof CONTAINMENT_GAPS)[number];

export interface ContainmentView {
  level: ContainmentLevel;
  cannotCatch: ContainmentGap[];
  /** What can enforce each limit here; null = nothing can. */
  limits: Record<'cpu' | 'memory' | 'processes' | 'fileSize', 'cgroup' | 'rlimit' | null>;
  /** Processes of scripts that this server found since its start and could not end. */
  survivors: number;
}
