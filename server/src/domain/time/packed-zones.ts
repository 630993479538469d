import packed from 'moment-timezone/data/packed/latest.json' with { type: 'json' };
import type { ClockChange } from './span';

/**
 * The IANA data that travels with the plugin: moment-timezone's packed file (no code of moment). A line is
 * `name|abbreviations|offsets|indices|untils|population`, numbers in base 60 minutes, offsets positive to the west.
 */
export const PACKED_RELEASE = packed.version;

/** What one zone's line says: the offset before the first change, and the changes, in milliseconds. */
export interface PackedZone {
  firstOffset: number;
  changes: ClockChange[];
}

const lineOfZone = new Map(packed.zones.map((line) => [line.slice(0, line.indexOf('|')), line]));
const targetOfLink = new Map(
  packed.links.map((link) => {
    const [target = '', name = ''] = link.split('|');
    return [name, target];
  })
);

/** Every IANA name and alias of the data, in alphabetical order; `UTC` is one of them. */
export const packedNames: readonly string[] = [
  ...new Set([...lineOfZone.keys(), ...targetOfLink.keys(), 'UTC']),
].sort();

/** The name that the data keeps the zone's line under. */
export const packedTarget = (name: string): string => targetOfLink.get(name) ?? name;

/** Decodes one zone. Throws for a name that is not in the list: callers check names first. */
export const unpackZone = (name: string): PackedZone => {
  const target = packedTarget(name);
  const line = lineOfZone.get(target) ?? (target === 'UTC' ? 'UTC|UTC|0|0||' : undefined);
  if (line === undefined) throw new Error(`No zone data for ${name}`);
  const [, , offsets = '', indices = '', untils = ''] = line.split('|');
  const offsetList = offsets.split(' ').map((text) => -fromBase60(text) * 1000 || 0);
  const offsetAt = (position: number): number =>
    offsetList[digit(indices.charCodeAt(position))] ?? 0;
  let at = 0;
  const changes =
    untils === ''
      ? []
      : untils.split(' ').map((text, position) => {
          at += fromBase60(text) * 1000;
          return { at, before: offsetAt(position), offset: offsetAt(position + 1) };
        });
  return { firstOffset: offsetAt(0), changes: changes.slice(0, indices.length - 1) };
};

/** Base 60 minutes with a fraction, as whole seconds. */
const fromBase60 = (text: string): number => {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(negative ? 1 : 0).split('.');
  let minutes = 0;
  for (const character of whole) minutes = minutes * 60 + digit(character.charCodeAt(0));
  let unit = 1;
  for (const character of fraction) {
    unit /= 60;
    minutes += unit * digit(character.charCodeAt(0));
  }
  return Math.round(minutes * 60) * (negative ? -1 : 1);
};

/** 0-9 a-z A-X. */
const digit = (code: number): number => (code > 96 ? code - 87 : code > 64 ? code - 29 : code - 48);
