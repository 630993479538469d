import {
  clockChanges,
  formatOffset,
  isSkippedDay,
  offsetAt,
} from '../../../server/src/domain/time/local-time';
import { runtimeFinder, packedFinder } from '../../../server/src/domain/time/zone-spans';
import {
  checkZone,
  newerSource,
  zoneDataRelease,
  zoneNames,
} from '../../../server/src/domain/time/zones';
import { at, iso } from '../../support/schedules';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the list of zones', () => {
  it('has every IANA name and alias, and UTC', () => {
    expect(zoneNames().length).toBeGreaterThanOrEqual(597);
    for (const name of [
      'UTC',
      'Asia/Hong_Kong',
      'Asia/Calcutta',
      'Asia/Kolkata',
      'Europe/Kyiv',
      'US/Pacific',
      'EST',
      'Etc/GMT-7',
    ]) {
      expect(checkZone(name)).toEqual({ ok: true, value: name });
    }
  });

  it.each([
    'BST',
    'IST',
    'utc',
    'asia/tokyo',
    'Europe/Atlantis',
    '+08:00',
    'UTC+2',
    'local',
    'system',
    '',
    ' UTC',
    'Factory',
    '__proto__',
    5,
    null,
    undefined,
    ['UTC'],
  ])('refuses %j, which Intl or luxon may take', (name) => {
    expect(checkZone(name).ok).toBe(false);
  });

  it('refuses text of any length quickly and without repeating it', () => {
    const checked = checkZone('x'.repeat(1_000_000));
    expect(JSON.stringify(checked).length).toBeLessThan(500);
  });
});

describe('zone data', () => {
  it('comes from the newer release', () => {
    expect(newerSource('2026f', '2025c')).toBe('packed');
    expect(newerSource('2026f', '2026f')).toBe('packed');
    expect(newerSource('2026f', '2026g')).toBe('runtime');
    expect(newerSource('2026f', '2027a')).toBe('runtime');
    expect(newerSource('2026f', '')).toBe('packed');
    expect(zoneDataRelease() >= '2026f').toBe(true);
  });

  it('agrees with the runtime on every zone where both releases know the past', () => {
    const months = Array.from({ length: 25 * 12 }, (_, month) => Date.UTC(2000, month, 2, 13));
    const wrong = zoneNames().filter((zone) => {
      const packed = packedFinder(zone);
      const format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        timeZoneName: 'longOffset',
      });
      return months.some((instant) => {
        const shown = /GMT(.*)$/.exec(format.format(instant))?.[1] ?? '?';
        return (shown === '' ? '+00:00' : shown) !== formatOffset(packed(instant).offset);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('reads the runtime’s changes to the second', () => {
    for (const zone of [
      'America/New_York',
      'Australia/Lord_Howe',
      'Antarctica/Troll',
      'Pacific/Apia',
      'Asia/Kolkata',
    ]) {
      const [runtime, packed] = [runtimeFinder(zone), packedFinder(zone)];
      for (
        let instant = at('2010-06-01T00:00Z');
        instant < at('2014-06-01T00:00Z');
        instant += 20 * DAY
      ) {
        const [one, other] = [runtime(instant), packed(instant)];
        expect(one.offset).toBe(other.offset);
        if (one.before !== one.offset) expect(one.start).toBe(other.start);
        expect(one.end).toBeLessThanOrEqual(other.end);
        expect(instant >= one.start && instant < one.end).toBe(true);
      }
    }
  });

  it('asks the packed data about the time before 1970 even when the runtime is newer', () => {
    expect(runtimeFinder('Europe/London')(at('1945-06-01T00:00Z')).offset).toBe(2 * HOUR);
    expect(runtimeFinder('Europe/London')(at('1945-06-01T00:00Z')).end).toBeLessThanOrEqual(0);
  });

  it('has the changes of 2026 that old runtimes lack', () => {
    const offsets = [
      'America/Vancouver',
      'America/Edmonton',
      'America/Winnipeg',
      'Africa/Casablanca',
      'America/Havana',
    ];
    expect(offsets.map((zone) => formatOffset(offsetAt(zone, at('2026-12-15T00:00Z'))))).toEqual([
      '-07:00',
      '-06:00',
      '-05:00',
      '+00:00',
      '-04:00',
    ]);
  });

  it('knows offsets with seconds', () => {
    expect(formatOffset(offsetAt('Africa/Abidjan', at('1900-01-01T00:00Z')))).toBe('-00:16:08');
    expect(formatOffset(offsetAt('Asia/Kathmandu', at('2026-01-01T00:00Z')))).toBe('+05:45');
    expect(formatOffset(offsetAt('America/St_Johns', at('2026-01-01T00:00Z')))).toBe('-03:30');
  });

  it('repeats the calendar of four hundred years before where its list ends', () => {
    const changes = clockChanges('Europe/Berlin', at('2499-09-01T00:00Z'), {
      until: at('2501-12-31T00:00Z'),
      limit: 9,
    });
    expect(changes.map((change) => iso(change.at))).toEqual([
      '2499-10-25T01:00Z',
      '2500-03-28T01:00Z',
      '2500-10-31T01:00Z',
      '2501-03-27T01:00Z',
      '2501-10-30T01:00Z',
    ]);
  });

  it('knows the days that a zone skipped', () => {
    expect(isSkippedDay('Pacific/Apia', at('2011-12-30T00:00Z') / DAY)).toBe(true);
    expect(isSkippedDay('Pacific/Apia', at('2011-12-31T00:00Z') / DAY)).toBe(false);
    expect(isSkippedDay('Europe/Berlin', at('2026-03-29T00:00Z') / DAY)).toBe(false);
  });

  it('has no gap or overlap that is longer than what it begins', () => {
    const odd = zoneNames().filter((zone) =>
      clockChanges(zone, at('1800-01-01T00:00Z'), {
        until: at('2040-01-01T00:00Z'),
        limit: 5000,
      }).some(
        (change, index, all) =>
          (all[index + 1]?.at ?? Infinity) - change.at < Math.abs(change.offset - change.before)
      )
    );
    expect(odd).toEqual([]);
  });
});
