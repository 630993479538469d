import type { Suite } from './suite';
import { burnDown } from './w3-burn-down';

/** By the names of docs/performance.md. */
export const SUITES: Record<string, Suite> = { W3: burnDown };
