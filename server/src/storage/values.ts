import { toNumber } from './engine/rows';

/** Strapi's own date columns: a Date, epoch milliseconds (SQLite) or text. */
export const toInstant = (value: unknown): number => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' && !/^\d+$/.test(value)) return new Date(value).getTime();
  return toNumber(value);
};

/** JSON, which some databases answer as text; null stays null. */
export const toJsonOrNull = <T>(value: unknown): T | null => {
  if (value === null || value === undefined) return null;
  return (typeof value === 'string' ? parse(value) : value) as T | null;
};

const parse = (text: string): unknown => JSON.parse(text);
