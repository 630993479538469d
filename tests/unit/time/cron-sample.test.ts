import { checkSchedules } from '../../../server/src/domain/schedule/check';
import { previewSchedules } from '../../../server/src/domain/schedule/preview';
import { at, iso } from '../../support/schedules';
import sample from './cron-sample.json';

/** The cases of an independent oracle, asked the way the preview of the API asks. */
const preview = (schedule: object, from: string, count: number): string[] => {
  const checked = checkSchedules([schedule], { zone: 'UTC', now: at('2026-01-01T00:00Z') });
  if (!checked.ok) return checked.errors.map(({ message }) => message);
  return previewSchedules({
    schedules: checked.value,
    from: at(from),
    count,
    all: false,
    language: 'en',
  }).occurrences.map((occurrence) => iso(at(occurrence.at)));
};

const short = (instants: readonly string[]): string[] => instants.map((one) => iso(at(one)));

const UNITS = new Map([
  ['minutes', 'm'],
  ['hours', 'h'],
  ['days', 'd'],
  ['weeks', 'w'],
  ['months', 'mo'],
  ['years', 'y'],
]);

describe('the sample of an independent oracle', () => {
  it('has every cron case right', () => {
    const wrong = sample.cron.filter(({ expression, tz, from, expected }) => {
      const schedule = { kind: 'cron', expression, timezone: tz };
      return preview(schedule, from, expected.length).join() !== short(expected).join();
    });
    expect(wrong).toEqual([]);
    expect(sample.cron.length).toBeGreaterThan(800);
  });

  it('has every interval case right', () => {
    const wrong = sample.interval.filter(({ every, unit, tz, from, expected, ...rest }) => {
      const own =
        rest.kind === 'elapsed'
          ? { anchor: rest.anchor }
          : { start: rest.start, time: rest.at, ...(rest.overflow && { overflow: rest.overflow }) };
      const schedule = {
        kind: 'interval',
        every: `${every}${UNITS.get(unit)}`,
        timezone: tz,
        ...own,
      };
      return preview(schedule, from, expected.length).join() !== short(expected).join();
    });
    expect(wrong).toEqual([]);
    expect(sample.interval.length).toBeGreaterThan(100);
  });

  it.each(sample.syntax.accept)('accepts $expression', ({ expression, sameAs }) => {
    const runs = (text: string): string[] =>
      preview(
        { kind: 'cron', expression: text, timezone: 'Europe/Berlin' },
        '2026-03-20T00:00Z',
        100
      );
    expect(runs(expression)[0]).toMatch(/^\d{4}-/);
    if (sameAs !== undefined) expect(runs(expression)).toEqual(runs(sameAs));
  });

  it.each(sample.syntax.refuse)('refuses what is wrong by: $why', ({ expression }) => {
    const checked = checkSchedules([{ kind: 'cron', expression }], { zone: 'UTC', now: 0 });
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.errors[0]?.path).toEqual(['schedules', '0', 'expression']);
  });
});
