import { AsyncResource } from 'node:async_hooks';

import type { Engine } from './engine/engine';

/**
 * Whoever wakes the engine lends it neither his request nor his transaction: what starts next, and after it, may be
 * anybody's.
 */
export const apartFromCallers = (engine: Engine): Engine => {
  const outside = new AsyncResource('job-scheduler-engine');
  return {
    ...engine,
    wake: () => outside.runInAsyncScope(engine.wake),
    cancelHint: (execution) => outside.runInAsyncScope(engine.cancelHint, undefined, execution),
  };
};
