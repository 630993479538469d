import fc from 'fast-check';
import { checkSchedules } from '../../../server/src/domain/schedule/check';
import { previewSchedules } from '../../../server/src/domain/schedule/preview';
import { NOW } from '../../support/schedules';
import { SEED } from '../../support/time-arbitraries';

describe('checking hostile schedules', () => {
  it('answers any input with a value that can be previewed, or with messages', () => {
    const texts = [
      '09:00',
      '2026-01-31',
      '1mo',
      '15m',
      '0 0 L * *',
      '2026-01-01T00:00:00Z',
      'last',
    ];
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(...texts, [1], 31, -0, 1e308),
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789*/-,#LW? @')) })
    );
    const field = fc.constantFrom(...FIELDS, '__proto__', 'toString');
    const changes = fc.dictionary(field, hostile, { maxKeys: 2 });
    const schedule = fc
      .tuple(fc.constantFrom(...SOUND), changes)
      .map(([sound, changed]) => ({ ...sound, ...changed }));
    const input = fc.oneof(
      { arbitrary: fc.jsonValue(), weight: 1 },
      { arbitrary: fc.array(schedule, { maxLength: 2 }), weight: 9 }
    );
    let sound = 0;
    fc.assert(
      fc.property(input, (value) => {
        const checked = checkSchedules(value, { zone: 'Europe/Berlin', now: NOW });
        if (!checked.ok) return checked.errors.every(({ message }) => message !== '');
        sound += 1;
        const request = { schedules: checked.value, from: NOW, count: 3, all: true };
        return JSON.stringify(previewSchedules({ ...request, language: 'zh' })) !== '';
      }),
      { seed: SEED, numRuns: 2000 }
    );
    expect(sound).toBeGreaterThan(300);
  });
});

const SOUND: object[] = [
  { kind: 'interval', every: '90s' },
  { kind: 'interval', every: '1mo', start: '2026-01-31', time: '09:00', overflow: 'skip' },
  { kind: 'hourly', minute: 5 },
  { kind: 'daily', time: '02:30' },
  { kind: 'weekly', weekdays: [1, 7], time: '02:30:30' },
  { kind: 'monthly', days: [31, 'last'], time: '02:30' },
  { kind: 'yearly', month: 2, day: 29, time: '02:30' },
  { kind: 'cron', expression: '*/45 * 29 2 *' },
  { kind: 'once', at: '2026-03-29T02:30' },
];

const FIELDS = (
  'kind key timezone enabled priority startAt endAt comment every anchor start time overflow ' +
  'minute weekdays days month day expression at calendars parameters'
).split(' ');
