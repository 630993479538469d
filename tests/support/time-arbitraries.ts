import fc from 'fast-check';
import { clockChanges } from '../../server/src/domain/time/local-time';
import { zoneNames } from '../../server/src/domain/time/zones';

/** Zones, moments and cron expressions for property tests, weighted to where clocks change. */

/** The same cases in every run; TEST_SEED asks for others. */
export const SEED = Number(process.env['TEST_SEED'] ?? 20260308);

const DAY = 86_400_000;
const HOUR = 3_600_000;

export const aZone = fc.constantFrom(...zoneNames());

/** Zones whose changes are unusual: half hours, two hours, midnight, a skipped day, the moon. */
const aStrangeZone = fc.constantFrom(
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/Havana',
  'Atlantic/Azores',
  'America/Nuuk',
  'America/Scoresbysund',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Asia/Beirut',
  'Asia/Pyongyang',
  'Pacific/Apia',
  'Pacific/Fakaofo',
  'Pacific/Chatham',
  'America/Caracas',
  'Asia/Almaty',
  'America/Vancouver'
);

export interface Moment {
  zone: string;
  from: number;
}

const between = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: from / 1000, max: to / 1000 }).map((second) => second * 1000);

/** From 1975 (the last zone with seconds in its offset) to 2080, half of them within two days of a clock change. */
export const aMoment: fc.Arbitrary<Moment> = fc
  .tuple(
    fc.oneof(aZone, aStrangeZone),
    fc.oneof(
      { arbitrary: between(Date.UTC(2020, 0, 1), Date.UTC(2040, 0, 1)), weight: 3 },
      { arbitrary: between(Date.UTC(1975, 0, 1), Date.UTC(2080, 0, 1)), weight: 1 },
      { arbitrary: between(Date.UTC(2011, 11, 20), Date.UTC(2012, 0, 10)), weight: 1 }
    ),
    fc.oneof(fc.constant(null), fc.integer({ min: -2 * DAY, max: 4 * HOUR }))
  )
  .map(([zone, moment, nearChange]) => {
    const [change] = clockChanges(zone, moment, { until: moment + 3 * 365 * DAY, limit: 1 });
    return nearChange === null || change === undefined
      ? { zone, from: moment }
      : { zone, from: Math.floor((change.at + nearChange) / 1000) * 1000 };
  });

const value = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map(String);

const range = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.integer({ min: 1, max: 12 }))
    .map(([one, other, step]) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      return step <= to - from + 1 && step < 8 ? `${from}-${to}/${step}` : `${from}-${to}`;
    });

const starStep = (count: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: count }).map((step) => `*/${step}`);

const openStep = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min: 1, max: 12 }))
    .map(([from, step]) => `${from}/${Math.min(step, max - from + 1)}`);

const listOf = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: item, weight: 3 },
    {
      arbitrary: fc.array(item, { minLength: 2, maxLength: 3 }).map((items) => items.join(',')),
      weight: 1,
    }
  );

const plainField = (min: number, max: number): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constant('*'), weight: 3 },
    {
      arbitrary: listOf(
        fc.oneof(value(min, max), range(min, max), starStep(max - min + 1), openStep(min, max))
      ),
      weight: 4,
    }
  );

const aMinute = fc.oneof(
  plainField(0, 59),
  value(0, 59),
  fc.constantFrom('0', '30', '*,7', '0-59')
);
/** Early hours, where clocks change, more often than others. */
const anHour = fc.oneof(
  plainField(0, 23),
  value(0, 3),
  fc.constantFrom('0-3', '22-23,0-2', '0-23', '*/2', '23', '1,2')
);
const aDayOfMonth = fc.oneof(
  { arbitrary: fc.constant('*'), weight: 5 },
  { arbitrary: fc.constant('?'), weight: 1 },
  {
    arbitrary: listOf(
      fc.oneof(
        value(1, 31),
        range(1, 31),
        starStep(31),
        openStep(1, 31),
        fc.constantFrom('L', 'LW', 'l', '1W', '15w', '31W')
      )
    ),
    weight: 3,
  }
);
const aWeekdayName = fc.constantFrom(
  'SUN',
  'MON',
  'tue',
  'Wed',
  'THU',
  'FRI',
  'SAT',
  '0',
  '7',
  '3'
);
const aDayOfWeek = fc.oneof(
  { arbitrary: fc.constant('*'), weight: 5 },
  { arbitrary: fc.constant('?'), weight: 1 },
  {
    arbitrary: listOf(
      fc.oneof(
        aWeekdayName,
        range(0, 7),
        starStep(7),
        fc.constantFrom('SAT-SUN', 'MON-FRI', 'fri-7', 'SUN-SUN'),
        fc
          .tuple(aWeekdayName, fc.constantFrom('#1', '#2', '#5', 'L', '#L'))
          .map((pair) => pair.join(''))
      )
    ),
    weight: 3,
  }
);
const aMonth = fc.oneof(
  { arbitrary: fc.constant('*'), weight: 5 },
  {
    arbitrary: listOf(
      fc.oneof(value(1, 12), range(1, 12), starStep(12), fc.constantFrom('MAR', 'oct-NOV'))
    ),
    weight: 1,
  }
);
const aSecond = fc.oneof(
  { arbitrary: fc.constant(null), weight: 5 },
  { arbitrary: fc.oneof(value(0, 59), fc.constantFrom('*/30', '0,15', '*/20')), weight: 1 }
);

/** Sound expressions of five or six fields. Days that no month has are left to other tests. */
export const anExpression: fc.Arbitrary<string> = fc
  .tuple(aSecond, aMinute, anHour, aDayOfMonth, aMonth, aDayOfWeek)
  .map((fields) => fields.filter((field) => field !== null).join(' '))
  .filter(hasDates);

/** Whether some month can have one of the named days. */
function hasDates(expression: string): boolean {
  const [dayOfMonth = '', month = '', dayOfWeek = ''] = expression.split(' ').slice(-3);
  const isSure = /[*?L]/i.test(dayOfMonth) || /^[1-9]\b|,[1-9]\b|\b1\d|\b2[0-8]/.test(dayOfMonth);
  return isSure || month === '*' || !/^[*?]$/.test(dayOfWeek);
}
