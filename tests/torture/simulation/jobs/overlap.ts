import { aRetry } from '../../../support/factories';
import { aPeriodicJob, missed, type Family } from '../simulated-job';

/** Jobs that work at once, slowly, only at the second try or never, under all five rules of overlap and shared limits. */

const alone = (name: string): Omit<Family, 'jobs'> => ({ name });

export const OVERLAP_FAMILIES: Family[] = [
  { ...alone('quick'), jobs: [aPeriodicJob('quick', 1_000, { template: 'quick' })] },
  {
    ...alone('slow'),
    jobs: [aPeriodicJob('slow', 2_000, { template: 'slow', overlap: 'skip' }, { limit: 1 })],
  },
  {
    ...alone('once'),
    jobs: [
      aPeriodicJob('once', 3_000, { template: 'long', missed: missed('last'), onLost: 'fail' }),
    ],
  },
  {
    ...alone('flaky'),
    jobs: [
      aPeriodicJob(
        'flaky',
        4_000,
        { template: 'flaky', overlap: 'skip', missed: missed('skip') },
        { limit: 1 }
      ),
    ],
  },
  {
    ...alone('hanging'),
    jobs: [
      aPeriodicJob('hanging', 6_000, {
        template: 'hanging',
        timeoutMs: 7_000,
        retry: aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 2 }),
      }),
    ],
  },
  ...(['queue-one', 'queue-all', 'cancel-previous'] as const).map((overlap): Family => ({
    ...alone(overlap),
    jobs: [aPeriodicJob(overlap, 3_000, { template: 'long', overlap }, { limit: 1 })],
  })),
  {
    ...alone('crm'),
    jobs: ['crm-a', 'crm-b'].map((name) =>
      aPeriodicJob(
        name,
        2_000,
        { template: 'long', concurrency: { limit: 2, key: 'crm' }, missed: missed('last') },
        { limit: 2, key: 'crm' }
      )
    ),
  },
];
