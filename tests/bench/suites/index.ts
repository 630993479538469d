import type { Suite } from './suite';
import { startDelay } from './w1-start-delay';
import { dueAtOnce } from './w2-due-at-once';
import { burnDown } from './w3-burn-down';
import { enqueueToStart } from './w4-enqueue-to-start';
import { idleJobs } from './w5-idle-jobs';
import { idleSite } from './w6-idle-site';
import { killedNode } from './w7-killed-node';
import { unsteadyNodes } from './w8-unsteady-nodes';
import { longHistory } from './w9-long-history';
import { nextOccurrence } from './w10-next-occurrence';
import { scriptStart } from './w11-script-start';
import { muchOutput } from './w12-much-output';
import { nothingLeft } from './w13-nothing-left';

/** By the names of docs/performance.md. */
export const SUITES: Record<string, Suite> = {
  W1: startDelay,
  W2: dueAtOnce,
  W3: burnDown,
  W4: enqueueToStart,
  W5: idleJobs,
  W6: idleSite,
  W7: killedNode,
  W8: unsteadyNodes,
  W9: longHistory,
  W10: nextOccurrence,
  W11: scriptStart,
  W12: muchOutput,
  W13: nothingLeft,
};
