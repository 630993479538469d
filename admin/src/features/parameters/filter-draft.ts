/** A content filter as the form holds it: one row per field and operator, all of them ANDed. */

export const FILTER_OPERATORS = [
  '$eq',
  '$ne',
  '$in',
  '$lt',
  '$lte',
  '$gt',
  '$gte',
  '$contains',
  '$null',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** Stands for the moment of the run, where a date is compared. */
export const NOW = '$now';

export interface FilterRow {
  id: string;
  field: string;
  operator: FilterOperator;
  /** In the wire's form; undefined while nothing is chosen. */
  value: unknown;
}

/** What rows cannot show stays as text for experts. */
export type FilterDraft = { mode: 'rows'; rows: FilterRow[] } | { mode: 'json'; text: string };

/** Reads `{ field: value | { operator: value } }`. */
export const filterDraftOf = (filter: unknown): FilterDraft => {
  if (filter === undefined || filter === null) return { mode: 'rows', rows: [] };
  const rows = isRecord(filter)
    ? Object.entries(filter).map(([field, condition]) => rowsOf(field, condition))
    : [null];
  if (rows.some((some) => some === null)) return { mode: 'json', text: asText(filter) };
  return {
    mode: 'rows',
    rows: rows.flatMap((some) => some ?? []).map((row, index) => ({ ...row, id: `row-${index}` })),
  };
};

/** The filter on the wire; undefined where there is none. Text that is no JSON is undefined too. */
export const filterOfDraft = (draft: FilterDraft): unknown => {
  if (draft.mode === 'json') return parseJson(draft.text).value;
  const filter: Record<string, Record<string, unknown>> = {};
  for (const { field, operator, value } of draft.rows) {
    if (field === '') continue;
    filter[field] = { ...filter[field], [operator]: value };
  }
  return Object.keys(filter).length > 0 ? mapValues(filter, shorten) : undefined;
};

/** The same filter in the other way of writing it; rows where they can show it. */
export const withMode = (draft: FilterDraft, mode: FilterDraft['mode']): FilterDraft => {
  if (draft.mode === mode) return draft;
  const filter = filterOfDraft(draft);
  if (mode === 'rows') return filterDraftOf(filter);
  return { mode, text: filter === undefined ? '' : asText(filter) };
};

export const newRow = (rows: readonly FilterRow[]): FilterRow => {
  let n = rows.length;
  while (rows.some(({ id }) => id === `row-${n}`)) n += 1;
  return { id: `row-${n}`, field: '', operator: '$eq', value: undefined };
};

/** Two rows that say the same thing about one field: only one of them could be sent. */
export const hasTwin = (row: FilterRow, rows: readonly FilterRow[]): boolean =>
  rows.some(
    (other) => other.id !== row.id && other.field === row.field && other.operator === row.operator
  );

/** Which comparisons make sense for an attribute type of Strapi. */
export const operatorsOf = (type: string): readonly FilterOperator[] => {
  if (type === 'boolean') return ['$eq', '$null'];
  if (type === 'enumeration') return ['$eq', '$ne', '$in', '$null'];
  if (ORDERED.has(type)) return ['$eq', '$ne', '$lt', '$lte', '$gt', '$gte', '$null'];
  return ['$eq', '$ne', '$in', '$contains', '$null'];
};

export const parseJson = (text: string): { ok: boolean; value: unknown } => {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, value: undefined };
  }
};

const ORDERED = new Set(['integer', 'biginteger', 'float', 'decimal', 'date', 'datetime', 'time']);

const isOperator = (key: string): key is FilterOperator =>
  FILTER_OPERATORS.some((operator) => operator === key);

const rowsOf = (field: string, condition: unknown): Omit<FilterRow, 'id'>[] | null => {
  if (field.startsWith('$')) return null;
  if (isScalar(condition)) return [{ field, operator: '$eq', value: condition }];
  if (!isRecord(condition)) return null;
  const entries = Object.entries(condition);
  if (entries.length === 0) return null;
  const rows: Omit<FilterRow, 'id'>[] = [];
  for (const [operator, value] of entries) {
    if (!isOperator(operator) || !isOperand(operator, value)) return null;
    rows.push({ field, operator, value });
  }
  return rows;
};

const isOperand = (operator: FilterOperator, value: unknown): boolean =>
  operator === '$in' ? Array.isArray(value) && value.every(isScalar) : isScalar(value);

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** `{ $eq: value }` alone is written as the value itself. */
const shorten = (condition: Record<string, unknown>): unknown =>
  Object.keys(condition).length === 1 && '$eq' in condition ? condition['$eq'] : condition;

const mapValues = <From, To>(
  record: Record<string, From>,
  change: (value: From) => To
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string => JSON.stringify(value, null, 2);
