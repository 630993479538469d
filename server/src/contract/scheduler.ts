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
  /** Age of the oldest execution that is due and not started, in milliseconds; null when none is. */
  oldestWaitMs: number | null;
  rates: { perMinute: number; failedPerMinute: number };
  lastTickAt: string | null;
  clockSkewMs: number;
  /** Outcomes of the last 24 hours, one bucket an hour, oldest first. */
  outcomes: { from: string; succeeded: number; failed: number; other: number }[];
}

/**
 * How the processes of a script are kept together. `namespace`: the kernel ends all of them with their first. `subreaper`:
 * a supervisor becomes the parent of all orphans and ends them. `none`: this host has neither; scripts do not run.
 */
export const CONTAINMENT_LEVELS = ['namespace', 'subreaper', 'none'] as const;
export type ContainmentLevel = (typeof CONTAINMENT_LEVELS)[number];

export interface ContainmentView {
  level: ContainmentLevel;
  /** What enforces each limit here; null = nothing does. */
  limits: Record<'cpu' | 'memory' | 'processes' | 'fileSize', 'cgroup' | 'rlimit' | null>;
}
