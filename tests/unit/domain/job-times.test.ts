import {
  NEW_JOB,
  placeAfterEdit,
  placeAtPause,
  placeAtResume,
  placeOf,
  UNTIL_RESUMED,
  type JobState,
} from '../../../server/src/domain/job-times';
import { jobTimes } from '../../../server/src/domain/timetable';
import { aCron, aDefinition } from '../../support/factories';

const at = (iso: string): number => Date.parse(`2026-03-04T${iso}Z`);
const hourly = aDefinition({ schedules: [aCron('0 * * * *')] });
const calendars = new Map();

const nextAtFor = (definition: typeof hourly, state: JobState, now: number) =>
  placeOf(definition, state, { now, calendars }).nextAt;

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

  test('is the end of a pause, and the next run is the first one at or after it', () => {
    const paused = { ...NEW_JOB, pausedUntil: at('12:30:00') };
    expect(placeOf(hourly, paused, { now: at('10:00:00'), calendars })).toEqual({
      cursorAt: at('10:00:00'),
      nextAt: at('12:30:00'),
      nextRunAt: at('13:00:00'),
    });
    expect(nextAtFor(hourly, paused, at('15:30:00'))).toBe(at('16:00:00'));
    const forGood = { ...NEW_JOB, pausedUntil: UNTIL_RESUMED };
    expect(nextAtFor(hourly, forGood, at('10:00:00'))).toBeNull();
  });

  test('is nothing for a job that has had as many executions as it may', () => {
    const twice = { ...hourly, maxExecutions: 2 };
    const now = at('10:00:00');
    expect(nextAtFor(twice, { ...NEW_JOB, scheduledCount: 1 }, now)).toBe(at('11:00:00'));
    expect(nextAtFor(twice, { ...NEW_JOB, scheduledCount: 2 }, now)).toBeNull();
  });

  test('is also an occurrence that a calendar keeps back; the next run is the first that it lets run', () => {
    const lunch = {
      name: 'Lunch',
      description: '',
      timezone: 'UTC',
      entries: [{ kind: 'weekly' as const, name: null, weekdays: [3], from: '11:00', to: '13:30' }],
    };
    const definition = { ...hourly, calendars: { exclude: ['lunch'], only: [] } };
    const rules = { now: at('10:00:00'), calendars: new Map([['lunch', lunch]]) };
    expect(placeOf(definition, NEW_JOB, rules)).toMatchObject({
      nextAt: at('11:00:00'),
      nextRunAt: at('14:00:00'),
    });
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
  const edit = (after: typeof hourly) => {
    const place = { cursorAt: at('09:00:00'), nextAt: overdue, nextRunAt: overdue };
    return placeAfterEdit({ before: hourly, after, place }, NEW_JOB, { now, calendars }).nextAt;
  };

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

  test('of the parameters of a schedule leaves what is due alone', () => {
    const schedules = [aCron('0 * * * *', { parameters: { region: 'eu' } })];
    expect(edit({ ...hourly, schedules })).toBe(overdue);
  });

  test.each<[string, Partial<typeof hourly>]>([
    ['calendars', { calendars: { exclude: ['holidays'], only: [] } }],
    ['the number of executions', { maxExecutions: 7 }],
    ['the end', { endAt: '2027-01-01T00:00:00.000Z' }],
  ])('of %s owes nothing from before it', (_what, change) => {
    expect(edit({ ...hourly, ...change })).toBe(at('11:00:00'));
  });

  test('that switches off and on again any number of times ends where it would have been', () => {
    const off = { ...hourly, enabled: false };
    const rules = { now, calendars };
    let place = { cursorAt: null as number | null, nextAt: at('11:00:00'), nextRunAt: null } as {
      cursorAt: number | null;
      nextAt: number | null;
      nextRunAt: number | null;
    };
    for (let round = 0; round < 5; round += 1) {
      place = placeAfterEdit({ before: hourly, after: off, place }, NEW_JOB, rules);
      expect(place.nextAt).toBeNull();
      place = placeAfterEdit({ before: off, after: hourly, place }, NEW_JOB, rules);
    }
    expect(place).toMatchObject({ nextAt: at('11:00:00'), nextRunAt: at('11:00:00') });
  });
});

describe('a pause', () => {
  const job = {
    ...NEW_JOB,
    definition: hourly,
    cursorAt: at('09:00:00'),
    nextAt: at('10:00:00'),
    nextRunAt: at('10:00:00'),
  };
  const rules = (now: string) => ({ now: at(now), calendars });

  test('begins behind what was due and is not yet on record: that falls into it', () => {
    const place = placeAtPause(job, at('13:30:00'), rules('10:00:03'));
    expect(place).toEqual({
      cursorAt: at('09:59:59.999'),
      nextAt: at('13:30:00'),
      nextRunAt: at('14:00:00'),
    });
  });

  test('begins now where nothing was due', () => {
    expect(placeAtPause(job, UNTIL_RESUMED, rules('09:20:00'))).toEqual({
      cursorAt: at('09:20:00'),
      nextAt: null,
      nextRunAt: null,
    });
  });

  test('that gets another end keeps its beginning', () => {
    const paused = { ...job, pausedUntil: at('13:30:00'), cursorAt: at('09:20:00') };
    const place = placeAtPause(paused, at('15:30:00'), rules('11:00:00'));
    expect(place).toMatchObject({ cursorAt: at('09:20:00'), nextAt: at('15:30:00') });
  });

  test('that is ended by hand goes on strictly after that', () => {
    const paused = { ...job, pausedUntil: UNTIL_RESUMED, nextAt: null };
    expect(placeAtResume(paused, rules('11:00:00'))).toEqual({
      cursorAt: at('11:00:00'),
      nextAt: at('12:00:00'),
      nextRunAt: at('12:00:00'),
    });
  });

  test('of a held job ends without setting it going: what the hold owes is still to be told', () => {
    const held = {
      ...job,
      heldReason: 'template-missing',
      pausedUntil: UNTIL_RESUMED,
      nextAt: null,
    };
    expect(placeAtResume(held, rules('11:00:00'))).toEqual({
      cursorAt: at('09:00:00'),
      nextAt: null,
      nextRunAt: null,
    });
  });
});
