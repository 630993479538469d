import { aRetry } from '../../../support/factories';
import { aPeriodicJob, documentIdOf, missed, type Family } from '../simulated-job';
import type { DependencyMode } from '../../../../server/src/contract/dependency';
import { aDefinition } from '../../../support/factories';
import type { SimulatedJob } from '../simulated-job';

/** Jobs that something keeps from running: a circuit breaker, a number of executions, other jobs. */

const NEVER_AGAIN = aRetry({ maxAttempts: 1 });

export const GUARDED_FAMILIES: Family[] = [
  {
    name: 'breaking',
    jobs: [
      aPeriodicJob(
        'breaking',
        1_000,
        {
          template: 'by-turns',
          overlap: 'allow',
          retry: NEVER_AGAIN,
          onLost: 'fail',
          breaker: { failures: 2, coolDownMs: 2_500 },
          missed: missed('last'),
        },
        { isFixed: true }
      ),
    ],
  },
  {
    name: 'counted',
    jobs: [aPeriodicJob('counted', 2_000, { template: 'quick', maxExecutions: 5 })],
  },
];

const afterOthers = (
  name: string,
  mode: DependencyMode,
  upstreams: string[],
  template: string
): SimulatedJob => {
  const after = { mode, jobs: upstreams.map(documentIdOf) };
  return {
    name,
    periodMs: 1_000,
    limit: null,
    isFixed: true,
    after,
    isDue: () => false,
    definition: () =>
      aDefinition({
        name,
        template,
        overlap: 'allow',
        onLost: 'retry',
        retry: aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 50 }),
        dependencies: after,
      }),
  };
};

/** Two jobs, one that fails by turns, what waits for both in each mode, and what waits for that. */
export const dependencyFamily = (mode: DependencyMode): Family => ({
  name: 'dependencies',
  jobs: [
    aPeriodicJob('left', 3_000, { template: 'quick', missed: missed('last') }),
    aPeriodicJob('right', 4_000, {
      template: 'by-turns',
      retry: NEVER_AGAIN,
      onLost: 'fail',
      missed: missed('skip'),
    }),
    afterOthers('both', mode, ['left', 'right'], 'flaky'),
    afterOthers('last', 'all_complete', ['both'], 'quick'),
    aPeriodicJob(
      'gated',
      5_000,
      {
        template: 'quick',
        dependencies: { mode: 'all_success', jobs: [documentIdOf('right')] },
      },
      { isFixed: true }
    ),
  ],
});
