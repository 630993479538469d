import type { Stage } from '../stage';
import { clockChanges } from './clock-changes';
import { crashPoints } from './crash-points';
import { network } from './network';
import { nodes } from './nodes';
import { serverClockChanges } from './server-clock-changes';
import { servers } from './servers';
import { simulation } from './simulation';

/** In the order in which they run: the quickest to say no comes first. */
export const STAGES: readonly Stage[] = [
  simulation,
  crashPoints,
  clockChanges,
  network,
  nodes,
  serverClockChanges,
  servers,
];
