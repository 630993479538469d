import { checkZone } from '../../time/zones';
import { WINDOWS_ZONES } from './windows-zones';

/**
 * The IANA zone that a TZID means, by our list; null where none is known. TZIDs are IANA names, IANA names behind a
 * path (`/freeassociation.sourceforge.net/Europe/Berlin`), Windows names, or names that the VTIMEZONE explains.
 */
export const zoneOf = (tzid: string, locations: ReadonlyMap<string, string>): string | null => {
  const name = tzid.trim().slice(0, 200);
  const said = locations.get(tzid);
  return (
    ianaName(name) ??
    WINDOWS_ZONES.get(name.toLowerCase()) ??
    (said === undefined ? null : ianaName(said.slice(0, 200)))
  );
};

/** The name, or the longest end of its path that is one. */
const ianaName = (name: string): string | null => {
  const parts = name.split('/').slice(-4);
  for (let from = 0; from < parts.length; from += 1) {
    const candidate = parts.slice(from).join('/');
    if (checkZone(candidate).ok) return candidate;
  }
  return null;
};
