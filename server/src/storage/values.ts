import { toNumber } from './engine/rows';

/** Strapi's own date columns: a Date, epoch milliseconds (SQLite) or text. */
export const toInstant = (value: unknown): number => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' && !/^\d+$/.test(value)) return new Date(value).getTime();
  return toNumber(value);
};

/** JSON, which some databases answer as text; null stays null. */
export const toJsonOrNull = (value: unknown): unknown =>
  typeof value === 'string' ? JSON.parse(value) : (value ?? null);
