import type { DependencyMode } from './dependency';
import type { ExecutionStatus } from './execution';
import type { JobStatus } from './job';

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
