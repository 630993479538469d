import type { ExecutionStatus } from './execution';
import type { JobStatus } from './job';

export const DEPENDENCY_MODES = ['all_success', 'any_success', 'all_complete'] as const;
export type DependencyMode = (typeof DEPENDENCY_MODES)[number];

/** One execution that another one waits for, or waited for. */
export interface UpstreamView {
  job: { documentId: string; name: string };
  /** Null while it has not ended. */
  execution: { documentId: string; status: ExecutionStatus } | null;
}

/** An upstream job of an execution, as the execution keeps it: which execution of it came, and how that ended. */
export interface UpstreamToken {
  job: { documentId: string; name: string };
  /** documentId; null while none has come. */
  execution: string | null;
  status: ExecutionStatus | null;
}

export interface GraphNode {
  documentId: string;
  name: string;
  status: JobStatus;
  lastStatus: ExecutionStatus | null;
  nextRunAt: string | null;
  /** Null where it depends on nothing. */
  mode: DependencyMode | null;
}

/** `from` is the upstream job. */
export interface GraphEdge {
  from: string;
  to: string;
}

/** GET /graph: the jobs that depend on others or are depended on, as far as the caller may read them. */
export interface GraphView {
  jobs: GraphNode[];
  edges: GraphEdge[];
}
