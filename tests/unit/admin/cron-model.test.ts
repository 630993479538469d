import fc from 'fast-check';

import {
  formatField,
  parseField,
  splitExpression,
  withField,
  CRON_FIELDS,
  CRON_RULES,
  type CronFieldName,
  type CronFieldState,
} from '../../../admin/src/features/schedules/cron-model';

describe('reading an expression into the visual editor', () => {
  it('takes five fields, six with seconds, and macros', () => {
    expect(splitExpression(' 0  9 * *\t1-5 ')).toEqual({
      second: null,
      minute: '0',
      hour: '9',
      dayOfMonth: '*',
      month: '*',
      dayOfWeek: '1-5',
    });
    expect(splitExpression('30 0 9 * * *')?.second).toBe('30');
    expect(splitExpression('@Daily')?.hour).toBe('0');
    expect(splitExpression('9-17 * * *')).toBeNull();
    expect(splitExpression('')).toBeNull();
  });

  it.each<[CronFieldName, string, CronFieldState]>([
    ['minute', '*', { mode: 'every' }],
    ['dayOfMonth', '?', { mode: 'every' }],
    ['minute', '*/15', { mode: 'step', step: 15, from: null, to: null }],
    ['minute', '0/15', { mode: 'step', step: 15, from: 0, to: null }],
    ['hour', '9-17/2', { mode: 'step', step: 2, from: 9, to: 17 }],
    ['hour', '9-17', { mode: 'range', from: 9, to: 17 }],
    ['month', 'JAN-mar', { mode: 'range', from: 1, to: 3 }],
    ['month', 'jan,DEC', { mode: 'list', values: [1, 12] }],
    ['dayOfWeek', 'MON-FRI', { mode: 'list', values: [1, 2, 3, 4, 5] }],
    ['dayOfWeek', '0', { mode: 'list', values: [7] }],
    ['dayOfWeek', 'SAT-SUN', { mode: 'list', values: [6, 7] }],
    ['dayOfMonth', 'l', { mode: 'last-day' }],
    ['dayOfMonth', 'LW', { mode: 'last-weekday' }],
    ['dayOfMonth', '15W', { mode: 'nearest-weekday', day: 15 }],
    ['dayOfWeek', '1#2', { mode: 'nth-weekday', weekday: 1, nth: 2 }],
    ['dayOfWeek', 'FRIL', { mode: 'nth-weekday', weekday: 5, nth: 'last' }],
    ['dayOfWeek', 'fri#L', { mode: 'nth-weekday', weekday: 5, nth: 'last' }],
    ['dayOfWeek', '7#1', { mode: 'nth-weekday', weekday: 7, nth: 1 }],
  ])('reads %s "%s"', (name, text, state) => {
    expect(parseField(name, text)).toEqual(state);
  });

  it.each<[CronFieldName, string]>([
    ['minute', '*/15,7'],
    ['minute', '60'],
    ['hour', '17-9'],
    ['dayOfMonth', '1,L'],
    ['dayOfWeek', '1/2'],
    ['dayOfWeek', '1-5#2'],
    ['minute', '?'],
    ['minute', '1,,2'],
    ['month', 'JANFEB'],
  ])('keeps %s "%s" as text, because no choice can show it', (name, text) => {
    expect(parseField(name, text)).toEqual({ mode: 'custom', text });
    expect(formatField(name, { mode: 'custom', text })).toBe(text);
  });
});

describe('writing the visual editor back', () => {
  it('changes one field and leaves the others as they were typed', () => {
    const state: CronFieldState = { mode: 'list', values: [10] };
    expect(withField('0 9 * jan MON-FRI', 'hour', state)).toBe('0 10 * jan MON-FRI');
    expect(withField('nonsense', 'hour', state)).toBe('nonsense');
  });

  it('writes runs as ranges and never an empty field', () => {
    expect(formatField('hour', { mode: 'list', values: [3, 1, 2, 7] })).toBe('1-3,7');
    expect(formatField('hour', { mode: 'list', values: [4, 5] })).toBe('4,5');
    expect(formatField('dayOfMonth', { mode: 'list', values: [] })).toBe('1');
  });

  it('reads back what it wrote, whatever the choice', () => {
    fc.assert(
      fc.property(fieldAndState, ([name, state]) => {
        const text = formatField(name, state);
        expect(formatField(name, parseField(name, text))).toBe(text);
        expect(parseField(name, text).mode).not.toBe('custom');
      })
    );
  });
});

const valuesOf = (name: CronFieldName) => fc.integer(CRON_RULES[name]);

const stateOf = (name: CronFieldName): fc.Arbitrary<CronFieldState> =>
  fc.oneof(
    fc.constant<CronFieldState>({ mode: 'every' }),
    fc.record({
      mode: fc.constant('step' as const),
      step: fc.integer({ min: 1, max: 59 }),
      from: name === 'dayOfWeek' ? fc.constant(null) : fc.option(valuesOf(name)),
      to: fc.constant(null),
    }),
    fc.record({
      mode: fc.constant('list' as const),
      values: fc.uniqueArray(valuesOf(name), { minLength: 1 }),
    })
  );

const fieldAndState = fc
  .constantFrom(...CRON_FIELDS)
  .chain((name) => fc.tuple(fc.constant(name), stateOf(name)));
