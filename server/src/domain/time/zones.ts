import type { Checked } from '../checked';
import { sound, unsound } from '../checked';
import { PACKED_RELEASE, packedNames } from './packed-zones';

/** Which zones there are, and which release of the zone data answers for them. */

const known = new Set(packedNames);
const byLowerCase = new Map(packedNames.map((name) => [name.toLowerCase(), name]));

/** The runtime's IANA release; empty where it was built without one. */
const runtimeRelease = process.versions['tz'] ?? '';

export const zoneNames = (): readonly string[] => packedNames;

/** The newer of the carried data and the runtime's wins. */
export const zoneDataSource = (): 'packed' | 'runtime' =>
  newerSource(PACKED_RELEASE, runtimeRelease);

/** The release in use, e.g. `2026f`. */
export const zoneDataRelease = (): string =>
  zoneDataSource() === 'packed' ? PACKED_RELEASE : runtimeRelease;

/** Releases compare as text: year, then letter. */
export const newerSource = (packed: string, runtime: string): 'packed' | 'runtime' =>
  /^\d{4}[a-z]+$/.test(runtime) && runtime > packed ? 'runtime' : 'packed';

/** The name as given where it is an IANA name or alias, spelled exactly. Errors have an empty path. */
export const checkZone = (name: unknown): Checked<string> => {
  if (typeof name !== 'string') {
    return unsound({
      path: [],
      message: 'The time zone must be text: a name such as "Asia/Hong_Kong" or "UTC".',
    });
  }
  if (known.has(name)) return sound(name);
  return unsound({ path: [], message: unknownZone(name), ...shortValue(name) });
};

const unknownZone = (name: string): string => {
  if (name === '') return 'The time zone is empty: write a name such as "Asia/Hong_Kong" or "UTC".';
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  const meant = byLowerCase.get(name.trim().toLowerCase().replaceAll(' ', '_')) ?? cityZone(name);
  const hint =
    meant === undefined
      ? 'Write an IANA name such as "Asia/Hong_Kong", or "UTC".'
      : `Did you mean "${meant}"?`;
  return `"${shown}" is not the name of a time zone. ${hint}`;
};

/** `hong kong` → Asia/Hong_Kong. */
const cityZone = (name: string): string | undefined => {
  if (name.length > 60) return undefined;
  const city = `/${name.trim().toLowerCase().replaceAll(' ', '_')}`;
  return packedNames.find((zone) => zone.toLowerCase().endsWith(city));
};

const shortValue = (value: string): { value?: string } => (value.length <= 60 ? { value } : {});
