import {
  jobTimes,
  NEW_JOB,
  nextAtAfterEdit,
  nextAtFor,
  UNTIL_RESUMED,
} from '../../../server/src/domain/job-times';
import { aCron, aDefinition } from '../../support/factories';

const at = (iso: string): number => Date.parse(`2026-03-04T${iso}Z`);
const hourly = aDefinition({ schedules: [aCron('0 * * * *')] });

describe('next_at', () => {
  test('is strictly after now', () => {
    expect(nextAtFor(hourly, NEW_JOB, at('10:00:00'))).toBe(at('11:00:00'));
    expect(nextAtFor(hourly, NEW_JOB, at('09:59:59.999'))).toBe(at('10:00:00'));
  });

  test('is never what was dealt with already', () => {
    const state = { ...NEW_JOB, cursorAt: at('10:00:00') };
    expect(nextAtFor(hourly, state, at('09:59:59.990'))).toBe(at('11:00:00'));
  });

  test('is nothing for a job that is disabled, held, or without schedules', () => {
    const now = at('10:00:00');
    expect(nextAtFor({ ...hourly, enabled: false }, NEW_JOB, now)).toBeNull();
    expect(nextAtFor(hourly, { ...NEW_JOB, heldReason: 'template-missing' }, now)).toBeNull();
    expect(nextAtFor(aDefinition(), NEW_JOB, now)).toBeNull();
  });

  test('is the first one at or after the end of a pause', () => {
    const paused = { ...NEW_JOB, pausedUntil: at('13:00:00') };
    expect(nextAtFor(hourly, paused, at('10:00:00'))).toBe(at('13:00:00'));
    expect(nextAtFor(hourly, paused, at('15:30:00'))).toBe(at('16:00:00'));
    const forGood = { ...NEW_JOB, pausedUntil: UNTIL_RESUMED };
    expect(nextAtFor(hourly, forGood, at('10:00:00'))).toBeNull();
  });

  test('keeps to the start and the end of the job', () => {
    const bounded = {
      ...hourly,
      startAt: '2026-03-04T12:00:00.000Z',
      endAt: '2026-03-04T13:00:00.000Z',
    };
    expect(jobTimes(bounded)).toMatchObject({ startAt: at('12:00:00'), endAt: at('13:00:00') });
    expect(nextAtFor(bounded, NEW_JOB, at('10:00:00'))).toBe(at('12:00:00'));
    expect(nextAtFor(bounded, NEW_JOB, at('12:00:00'))).toBeNull();
  });
});

describe('an edit', () => {
  const overdue = at('10:00:00');
  const now = at('10:00:07');
  const edit = (after: typeof hourly) =>
    nextAtAfterEdit({ before: hourly, after, nextAt: overdue }, NEW_JOB, now);

  test('of the schedules owes nothing from before it', () => {
    expect(edit({ ...hourly, schedules: [aCron('*/30 * * * *')] })).toBe(at('10:30:00'));
  });

  test('of another field leaves what is due alone', () => {
    expect(edit({ ...hourly, description: 'new', parameters: { a: 1 } })).toBe(overdue);
    const schedules = [aCron('0 * * * *', { comment: 'words only' })];
    expect(edit({ ...hourly, schedules })).toBe(overdue);
  });

  test('is no edit when only the order of keys in the stored JSON differs', () => {
    const [schedule] = hourly.schedules;
    const turned = Object.fromEntries(Object.entries(schedule!).toReversed()) as typeof schedule;
    expect(edit({ ...hourly, schedules: [turned!] })).toBe(overdue);
  });

  test('that switches off and on again any number of times ends where it would have been', () => {
    const off = { ...hourly, enabled: false };
    let nextAt: number | null = at('11:00:00');
    for (let round = 0; round < 5; round += 1) {
      nextAt = nextAtAfterEdit({ before: hourly, after: off, nextAt }, NEW_JOB, now);
      expect(nextAt).toBeNull();
      nextAt = nextAtAfterEdit({ before: off, after: hourly, nextAt }, NEW_JOB, now);
    }
    expect(nextAt).toBe(at('11:00:00'));
  });
});
