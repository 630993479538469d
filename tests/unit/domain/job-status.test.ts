import { jobStatus, type JobFacts } from '../../../server/src/domain/job-status';
import { aCron, aDefinition } from '../../support/factories';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const LATER = NOW + 3_600_000;
const scheduled = aDefinition({ schedules: [aCron('0 * * * *')] });

const facts = (given: Partial<JobFacts> = {}): JobFacts => ({
  definition: scheduled,
  heldReason: null,
  pausedUntil: null,
  nextAt: LATER,
  nextRunAt: LATER,
  ...given,
});

test.each<[string, Partial<JobFacts>, string, number | null]>([
  ['with an occurrence to come', {}, 'active', LATER],
  ['switched off', { definition: { ...scheduled, enabled: false } }, 'disabled', null],
  ['whose template is gone', { heldReason: 'template-missing', nextAt: null }, 'held', null],
  ['paused for a while', { pausedUntil: NOW + 1 }, 'paused', LATER],
  [
    'that wakes before it runs again',
    { pausedUntil: NOW + 1, nextAt: NOW + 1, nextRunAt: LATER },
    'paused',
    LATER,
  ],
  [
    'paused until somebody resumes it',
    { pausedUntil: 8_640_000_000_000_000, nextAt: null, nextRunAt: null },
    'paused',
    null,
  ],
  ['whose pause is over', { pausedUntil: NOW }, 'active', LATER],
  ['with nothing left to come', { nextAt: null }, 'ended', null],
  [
    'that is only started by hand',
    { definition: aDefinition(), nextAt: null, nextRunAt: null },
    'active',
    null,
  ],
  [
    'that is only started by hand, past its end',
    { definition: aDefinition({ endAt: '2026-03-04T10:00:00.000Z' }), nextAt: null },
    'ended',
    null,
  ],
])('a job %s', (_what, given, status, nextRunAt) => {
  expect(jobStatus(facts(given), NOW)).toEqual({ status, nextRunAt });
});
