import type { JobDefinition } from '../../server/src/contract/job';
import { aRetry } from '../support/factories';

/** At once, as often as it takes. */
export const again = aRetry({ strategy: 'fixed', delayMs: 0, maxAttempts: 500 });
/** Long enough to wait for its time. */
const later = aRetry({ strategy: 'fixed', delayMs: 60, maxAttempts: 500 });

interface LifeJob {
  name: string;
  limit?: number;
  /** Occurrences; two where left out. */
  occurrences?: number;
  /** The executions that the job owes besides. */
  rounds?: number;
  definition: (life: number) => Partial<JobDefinition>;
}

/** Jobs of one life: each owes two occurrences that were due a moment ago. */
export const LIFE_JOBS: LifeJob[] = [
  { name: 'quick', definition: () => ({ template: 'torture-work', overlap: 'allow' }) },
  {
    name: 'turns',
    limit: 1,
    definition: () => ({ template: 'torture-work', overlap: 'skip' }),
  },
  {
    name: 'flaky',
    definition: () => ({ template: 'torture-flaky', overlap: 'allow', retry: later }),
  },
  {
    name: 'queue',
    limit: 1,
    definition: () => ({ template: 'torture-work', overlap: 'queue-all' }),
  },
  {
    name: 'seats',
    limit: 1,
    definition: (life) => ({
      template: 'torture-flaky',
      overlap: 'allow',
      concurrency: { limit: 1, key: `seats-${life}` },
      retry: later,
    }),
  },
  {
    name: 'dependent',
    occurrences: 0,
    rounds: 2,
    definition: (life) => ({
      template: 'torture-work',
      overlap: 'allow',
      schedules: [],
      dependencies: { mode: 'all_success', jobs: [`quick-${life}`] },
    }),
  },
  {
    name: 'long',
    // Runs when the process is told to leave: aborted by the drain. The first life shows that it does, on any machine.
    definition: (life) => ({
      template: 'torture-long',
      overlap: 'allow',
      parameters: { durationMs: life === 0 ? 10_000 : 400 },
    }),
  },
];
