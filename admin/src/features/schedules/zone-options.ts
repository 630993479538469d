import names from './zone-names.json';

export interface ZoneOption {
  /** IANA name; '' is the site's zone. */
  name: string;
  /** What is searched and shown once chosen: city, country and IANA name. */
  text: string;
}

/** The places that people look for, in the order of their IANA names. */
export const PLACES: readonly string[] = Object.values(names.places)
  .flatMap((list) => list.split(' '))
  .sort();

/** All zones to choose from: places first, then old spellings and bare offsets' names. */
export const zoneOptions = (locale: string): ZoneOption[] => {
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const places = Object.entries(names.places).flatMap(([code, list]) =>
    list.split(' ').map((name) => ({ name, text: placeText(name, countries.of(code) ?? code) }))
  );
  const aliases = Object.values(names.aliases).flatMap((list) => list.split(' '));
  return [
    ...places.sort((a, b) => a.name.localeCompare(b.name)),
    ...aliases.map((name) => ({ name, text: name })),
  ];
};

/** `Asia/Hong_Kong` → `Hong Kong`. */
export const cityOf = (zone: string): string =>
  (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

const placeText = (name: string, country: string): string => {
  const city = cityOf(name);
  const place = country.includes(city) || !name.includes('/') ? country : `${city}, ${country}`;
  return `${place} (${name})`;
};
