import { occurrencesByWall, type LocalRule } from '../../torture/local-minutes';

const HOUR = 3_600_000;

const around = (rule: LocalRule, instant: string, hours = 3): string[] => {
  const middle = Date.parse(instant);
  return occurrencesByWall(rule, middle - hours * HOUR, middle + hours * HOUR).map((at) =>
    new Date(at).toISOString().slice(0, 16)
  );
};

const at = (zone: string, hour: number, minute: number): LocalRule => ({
  zone,
  hours: [hour],
  minutes: [minute],
  kind: 'appointment',
});

describe('occurrences by the clock on the wall', () => {
  test.each([
    ['America/New_York', 2, 30, '2026-03-08T07:00Z', '2026-03-08T07:30'],
    ['America/New_York', 1, 30, '2026-11-01T06:00Z', '2026-11-01T05:30'],
    ['Australia/Lord_Howe', 2, 15, '2026-10-03T15:30Z', '2026-10-03T15:45'],
    ['Africa/Cairo', 0, 0, '2026-04-23T22:00Z', '2026-04-23T22:00'],
    ['Antarctica/Troll', 1, 30, '2026-03-29T01:00Z', '2026-03-29T01:30'],
  ])('%s: an appointment at %i:%i runs once', (zone, hour, minute, change, expected) => {
    expect(around(at(zone, hour, minute), change)).toEqual([expected]);
  });

  test('two appointments that fall on one instant are one', () => {
    const rule: LocalRule = { ...at('Europe/Berlin', 2, 0), hours: [2, 3] };
    expect(around(rule, '2026-03-29T01:00Z')).toEqual(['2026-03-29T01:00']);
  });

  test('what repeats all day goes on through both passes and past a gap', () => {
    const rule: LocalRule = {
      zone: 'Australia/Lord_Howe',
      hours: null,
      minutes: [0, 20, 40],
      kind: 'repeating',
    };
    // 01:30 to 02:00 is shown twice.
    expect(around(rule, '2026-04-04T15:00Z', 1)).toEqual([
      '2026-04-04T14:00',
      '2026-04-04T14:20',
      '2026-04-04T14:40',
      '2026-04-04T15:10',
      '2026-04-04T15:30',
      '2026-04-04T15:50',
    ]);
    // 02:00 to 02:30 is not shown.
    expect(around(rule, '2026-10-03T15:30Z', 1)).toEqual([
      '2026-10-03T14:30',
      '2026-10-03T14:50',
      '2026-10-03T15:10',
      '2026-10-03T15:40',
      '2026-10-03T16:00',
      '2026-10-03T16:20',
    ]);
  });

  test('what is frequent in named hours is moved out of a gap and runs in both passes', () => {
    const rule: LocalRule = {
      zone: 'Europe/Berlin',
      hours: [2],
      minutes: [0, 30],
      kind: 'frequent',
    };
    expect(around(rule, '2026-03-29T01:00Z')).toEqual(['2026-03-29T01:00', '2026-03-29T01:30']);
    expect(around(rule, '2026-10-25T01:00Z')).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
    ]);
  });
});
