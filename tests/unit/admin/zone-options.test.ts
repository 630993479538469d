import packed from 'moment-timezone/data/packed/latest.json';

import { PLACES, zoneOptions } from '../../../admin/src/features/schedules/zone-options';

const known = new Set([
  ...packed.zones.map((zone) => zone.split('|')[0]),
  ...packed.links.flatMap((link) => link.split('|')),
]);

describe('the zones to choose from', () => {
  const options = zoneOptions('en');

  it('are names that the zone data knows, each once', () => {
    const names = options.map(({ name }) => name);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('hold every place of every country in the zone data', () => {
    const places = packed.countries.flatMap((country) => country.split('|')[1]?.split(' ') ?? []);
    expect([...new Set(places)].filter((name) => !PLACES.includes(name))).toEqual([]);
  });

  it('are found by city, by country and by name, today’s spelling first', () => {
    const textOf = (name: string) => options.find((option) => option.name === name)?.text;
    expect(textOf('Asia/Hong_Kong')).toBe('Hong Kong SAR China (Asia/Hong_Kong)');
    expect(textOf('America/New_York')).toBe('New York, United States (America/New_York)');
    expect(textOf('Asia/Kolkata')).toBe('Kolkata, India (Asia/Kolkata)');
    expect(textOf('Asia/Calcutta')).toBe('Asia/Calcutta');
  });
});
