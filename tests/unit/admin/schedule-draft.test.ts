import {
  draftOf,
  newDraft,
  scheduleInput,
  type ScheduleDraft,
} from '../../../admin/src/features/schedules/schedule-draft';
import type { Schedule } from '../../../server/src/contract/schedule';

const TODAY = '2026-03-01';

const BASE = {
  key: 'a',
  timezone: 'Asia/Hong_Kong',
  enabled: true,
  priority: 0,
  startAt: null,
  endAt: null,
  comment: null,
} as const;

const SCHEDULES: Schedule[] = [
  { ...BASE, kind: 'interval', every: '15m', anchor: '2026-01-01T00:00:00.000Z' },
  { ...BASE, kind: 'interval', every: '2d', start: '2026-01-31', time: '09:00', overflow: 'last' },
  { ...BASE, kind: 'interval', every: '3mo', start: '2026-01-31', time: '09:00', overflow: 'skip' },
  { ...BASE, kind: 'hourly', minute: 30 },
  { ...BASE, kind: 'daily', time: '09:00:30' },
  { ...BASE, kind: 'weekly', weekdays: [1, 7], time: '09:00' },
  { ...BASE, kind: 'monthly', days: [31, 'last'], time: '09:00', overflow: 'skip' },
  { ...BASE, kind: 'yearly', month: 2, day: 29, time: '09:00', overflow: 'last' },
  { ...BASE, kind: 'cron', expression: '0 9 * * 1#1' },
  { ...BASE, kind: 'once', at: '2026-12-24T18:00' },
];

/** What the server fills in when a field is left out. */
const completed = (input: Record<string, unknown>) => ({
  ...BASE,
  ...(['monthly', 'yearly'].includes(String(input['kind'])) && { overflow: 'last' }),
  ...('start' in input && { overflow: 'last' }),
  ...input,
});

const aDraft = (patch: Partial<ScheduleDraft>): ScheduleDraft => ({
  ...newDraft([], TODAY),
  ...patch,
});

describe('a schedule in the form', () => {
  it.each(SCHEDULES.map((schedule) => [schedule.kind, schedule] as const))(
    'says the same after it was opened and sent: %s',
    (_kind, schedule) => {
      expect(completed(scheduleInput(draftOf(schedule, TODAY)))).toEqual(schedule);
    }
  );

  it('keeps its window, comment, precedence and switch', () => {
    const schedule: Schedule = {
      ...BASE,
      kind: 'hourly',
      minute: 0,
      enabled: false,
      priority: 5,
      startAt: '2026-01-01T00:00:00.000Z',
      endAt: '2026-02-01T00:00:00.000Z',
      comment: 'for the auditors',
    };
    expect(scheduleInput(draftOf(schedule, TODAY))).toEqual(schedule);
  });

  it('starts as daily at nine in the site zone, with nothing sent that is a default', () => {
    expect(scheduleInput(newDraft([], TODAY))).toEqual({
      key: 'schedule-1',
      kind: 'daily',
      time: '09:00',
    });
  });

  it('takes a free key and the zone of the schedule before it', () => {
    const first = aDraft({ key: 'schedule-2', timezone: 'Europe/Berlin' });
    const second = newDraft([first], TODAY);
    expect([second.key, second.timezone]).toEqual(['schedule-3', 'Europe/Berlin']);
  });

  it('sends only the fields of the chosen kind, and the others come back with their kind', () => {
    const draft = aDraft({ kind: 'weekly', weekdays: [5, 2], expression: '0 3 * * *' });
    expect(scheduleInput(draft)).toEqual({
      key: 'schedule-1',
      kind: 'weekly',
      weekdays: [2, 5],
      time: '09:00',
    });
    expect(scheduleInput({ ...draft, kind: 'cron' })['expression']).toBe('0 3 * * *');
  });

  it('mixes no fields of elapsed and calendar intervals', () => {
    const anchor = '2026-01-01T00:00:00.000Z';
    expect(scheduleInput(aDraft({ kind: 'interval', unit: 'w', count: 2, anchor }))).toEqual({
      key: 'schedule-1',
      kind: 'interval',
      every: '2w',
      start: TODAY,
      time: '09:00',
    });
    expect(
      scheduleInput(aDraft({ kind: 'interval', unit: 'h', count: 2, overflow: 'skip' }))
    ).toEqual({ key: 'schedule-1', kind: 'interval', every: '2h' });
  });
});
