import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../contract/api';
import type { FieldError } from '../contract/schedule';
import { Invalid } from '../services/errors';
import { parseInstant } from '../services/field-checks';
import type { Page, Sort } from '../services/ports';
import { line, nullable, optional, refuse, shape } from '../services/shape';
import type { Check, Field } from '../services/shape';

const MAX_PAGE = 1_000_000;

/** Reads a query string by its named parameters. Throws Invalid for others and for bad values. */
export const readQuery = <S extends Record<string, Field<unknown>>>(
  query: Record<string, unknown>,
  fields: S
) => {
  const errors: FieldError[] = [];
  // qs makes objects without a prototype.
  const read = shape(fields)({ ...query }, [], errors);
  if (read === undefined) throw new Invalid(errors);
  return read;
};

/** A whole number in text. */
export const wholeText =
  (min: number, max: number): Check<number> =>
  (value, path, errors) => {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    return number >= min && number <= max
      ? number
      : refuse(errors, path, `must be a whole number from ${min} to ${max}`, value);
  };

export const flagText: Check<boolean> = (value, path, errors) =>
  value === 'true' || value === 'false'
    ? value === 'true'
    : refuse(errors, path, 'must be true or false', value);

/** Values by commas or repeated. */
export const someOf =
  <T extends string>(values: readonly T[]): Check<T[]> =>
  (value, path, errors) => {
    const given = Array.isArray(value) ? value : [value];
    const words = given.flatMap((one) => (typeof one === 'string' ? one.split(',') : [one]));
    const known = words.flatMap((word) => values.filter((allowed) => allowed === word));
    return known.length === words.length
      ? [...new Set(known)]
      : refuse(errors, path, `must be one or more of ${values.join(', ')}`, value);
  };

/** An instant as epoch milliseconds. A `+` that nobody encoded arrives as a space. */
export const instantText: Check<number> = (value, path, errors) => {
  const text = typeof value === 'string' ? value.replace(/ (\d\d:\d\d)$/, '+$1') : value;
  return (
    parseInstant(text) ??
    refuse(errors, path, 'must be an instant such as 2026-01-31T09:00:00Z', value)
  );
};

/** `field:asc` or `field:desc`. */
const sortText =
  <F extends string>(fields: readonly F[]): Check<Sort<F>> =>
  (value, path, errors) => {
    const [, name, direction = 'asc'] =
      (typeof value === 'string' && /^(\w+)(?::(asc|desc))?$/i.exec(value)) || [];
    const field = fields.find((known) => known === name);
    return field === undefined
      ? refuse(errors, path, `must be one of ${fields.join(', ')}, with :asc or :desc`, value)
      : { field, descending: direction.toLowerCase() === 'desc' };
  };

export const word = (max = 255): Field<string | null> => optional(nullable(line(1, max)), null);

/** `page`, `pageSize`. */
export const pageFields = {
  page: optional(wholeText(1, MAX_PAGE), 1),
  pageSize: optional(wholeText(1, MAX_PAGE_SIZE), DEFAULT_PAGE_SIZE),
};

/** What every list takes: `page`, `pageSize`, `sort`, `q`. */
export const listFields = <F extends string>(fields: readonly F[], initial: Sort<NoInfer<F>>) => ({
  ...pageFields,
  sort: optional(sortText(fields), initial),
  q: word(200),
});

export const pageOf = ({ page, pageSize }: { page: number; pageSize: number }): Page => ({
  offset: (page - 1) * pageSize,
  limit: pageSize,
});

/** No parameters at all. */
export const noQuery = (query: Record<string, unknown>): void => {
  readQuery(query, {});
};
