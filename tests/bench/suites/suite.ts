import type { Findings } from '../report';

/** One workload of docs/performance.md. */
export interface Suite {
  question: string;
  run(bench: Findings & { quick: boolean }): Promise<void>;
}
