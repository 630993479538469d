import { endOfPause } from '../../../admin/src/features/pauses/pause-until';
import { pauseSentences } from '../../../admin/src/features/pauses/pause-words';
import { nextRunReason } from '../../../admin/src/features/jobs/next-run-reason';
import type { JobMeta, JobView } from '../../../server/src/contract/job';
import { aJob, someJobMeta } from './a-job';
import { wordsIn } from './words';

const local = (text: string): Date => new Date(`${text}:00`);
const localText = (iso: string | null): string => {
  if (iso === null) return 'none';
  const date = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

describe('the ready-made ends of a pause', () => {
  it.each([
    ['open', '2026-11-21T15:30', 'none'],
    ['own', '2026-11-21T15:30', 'none'],
    ['hour', '2026-11-21T15:30', '2026-11-21T16:30'],
    ['tomorrow', '2026-11-30T15:30', '2026-12-01T09:00'],
    ['monday', '2026-11-21T15:30', '2026-11-23T09:00'],
    ['monday', '2026-11-22T15:30', '2026-11-23T09:00'],
    ['monday', '2026-11-23T08:00', '2026-11-30T09:00'],
  ] as const)('%s, asked at %s, is %s', (end, now, expected) => {
    expect(localText(endOfPause(end, local(now)))).toBe(expected);
  });
});

const words = { t: wordsIn('en'), moment: (iso: string) => iso.slice(0, 10) };

describe('a pause in words', () => {
  it('says who, since when and how it goes on', () => {
    expect(
      pauseSentences({ since: '2026-11-20T', until: '2026-11-23T09:00', by: 'Ada' }, words)
    ).toEqual(['By Ada, since 2026-11-20.', 'It goes on by itself at 2026-11-23.']);
    expect(pauseSentences({ since: '2026-11-20T', until: null, by: null }, words)).toEqual([
      'Since 2026-11-20.',
      'It goes on when somebody resumes it.',
    ]);
  });
});

describe('why no run is planned', () => {
  const reason = (changes: Partial<JobView>, meta: Partial<JobMeta> = {}) =>
    nextRunReason(aJob(changes), someJobMeta(meta), {
      ...words,
      list: (items) => items.join(' and '),
    });
  const daily = {
    key: 'daily',
    kind: 'daily' as const,
    time: '09:00',
    timezone: 'UTC',
    enabled: true,
    priority: 0,
    startAt: null,
    endAt: null,
    comment: null,
  };

  it('is nothing where one is', () => {
    expect(reason({ nextRunAt: '2026-11-21T02:00:00.000Z' })).toBeNull();
  });

  it('is the pause with its end', () => {
    expect(reason({ status: 'paused', pausedUntil: '2026-11-23T09:00:00.000Z' })).toBe(
      'The job is paused: nothing is to come until 2026-11-23.'
    );
    expect(reason({ status: 'paused' })).toBe(
      'The job is paused: nothing is to come until it is resumed.'
    );
  });

  it('is the breaker where the next run is due before the probe, and nothing from the probe on', () => {
    const breaker = {
      state: 'open' as const,
      failuresInARow: 2,
      until: '2026-11-23T09:00:00.000Z',
    };
    expect(reason({ nextRunAt: '2026-11-23T08:59:59.999Z' }, { breaker })).toBe(
      'It failed too often: nothing runs by itself until 2026-11-23.'
    );
    expect(reason({ nextRunAt: '2026-11-23T09:00:00.000Z' }, { breaker })).toBeNull();
    const halfOpen = { ...breaker, state: 'half-open' as const };
    expect(reason({ nextRunAt: '2026-11-23T08:59:59.999Z' }, { breaker: halfOpen })).toBeNull();
  });

  it('is what it waits for, named as far as the viewer may read it', () => {
    const dependencies = { mode: 'any_success' as const, jobs: ['a', 'b'] };
    expect(reason({ dependencies }, { upstreams: [{ documentId: 'a', name: 'Import' }] })).toBe(
      'Starts by itself once any one of these has succeeded: Import and a job that you may not see'
    );
  });

  it('is that there is no schedule, that all are off, or that none names a time', () => {
    expect(reason({})).toBe('No schedule: runs by hand or by API');
    expect(reason({ schedules: [{ ...daily, enabled: false }] })).toBe(
      'All its schedules are switched off: nothing is to come.'
    );
    expect(reason({ schedules: [daily] })).toBe('No run is to come.');
  });
});
