import type { Text } from '../contract/template';
import { isRecord } from './parameters/json-guard';

/** Says which field of a definition is wrong, and how; does not come back. */
export type Refuse = (field: string, reason: string) => never;

export const assertKnownKeys = (
  value: Record<string, unknown>,
  known: string[],
  what: string,
  refuse: Refuse
): void => {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    refuse(unknown, `is not a ${what}field; known are ${known.join(', ')}`);
};

export const assertText = (text: unknown, field: string, refuse: Refuse): void => {
  if (!isText(text)) refuse(field, 'must be a text, or texts by language with at least en');
};

const isText = (text: unknown): text is Text => {
  if (typeof text === 'string') return text.trim() !== '';
  if (!isRecord(text) || typeof text['en'] !== 'string') return false;
  return Object.values(text).every((one) => typeof one === 'string' && one.trim() !== '');
};

export const assertWord = (value: unknown, field: string, refuse: Refuse): void => {
  if (value !== undefined && (typeof value !== 'string' || !/^\S.{0,79}$/u.test(value)))
    refuse(field, 'must be a text of at most 80 characters');
};

export const assertFlag = (value: unknown, field: string, refuse: Refuse): void => {
  if (!isOptional(value, 'boolean')) refuse(field, 'must be true or false');
};

export const isOptional = (value: unknown, type: string): boolean =>
  value === undefined || typeof value === type;
