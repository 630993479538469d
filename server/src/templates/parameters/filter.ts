import type { AnySchema } from 'yup';

import { isRecord } from './json-guard';
import type { Problem } from './problem';
import { problem, sound } from './problem';
import type { SiteContentType, SiteField } from './site';
import { isDay, isInstant } from './value-types';

const MOST_FIELDS = 20;
const MOST_VALUES = 100;
const LONGEST_TEXT = 1000;

/** Stands for the moment of the run wherever a date is compared. */
export const NOW = '$now';

/** All that a filter can say. Fields and operators are ANDed. */
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
type Operator = (typeof FILTER_OPERATORS)[number];

/**
 * `{ field: value | { operator: value } }` on fields that the content type's metadata knows, with values of the
 * field's type. An empty filter, or a part of one that would match everything, is refused.
 */
export const filter = (type: SiteContentType | undefined): AnySchema =>
  sound((value) => {
    if (!isRecord(value)) return [problem('must be an object of fields and values')];
    const fields = Object.entries(value);
    if (fields.length === 0) return [problem('must not be empty: it would match every entry')];
    if (fields.length > MOST_FIELDS) return [problem(`must hold at most ${MOST_FIELDS} fields`)];
    return fields.flatMap(([name, condition]) =>
      inside(name, type === undefined ? [] : fieldProblems(condition, type, name))
    );
  });

const inside = (key: string, problems: Problem[]): Problem[] =>
  problems.map(({ path, message }) => ({ path: [key, ...path], message }));

const fieldProblems = (condition: unknown, type: SiteContentType, name: string): Problem[] => {
  const field = type.fields.get(name);
  if (field === undefined) return [problem(`is not a field of ${type.uid} that jobs may look at`)];
  if (!isRecord(condition)) return operandProblems('$eq', condition, field);
  const operators = Object.entries(condition);
  if (operators.length === 0) return [problem('must not be empty: it would match every entry')];
  return operators.flatMap(([operator, operand]) =>
    inside(
      operator,
      isOperator(operator)
        ? operandProblems(operator, operand, field)
        : [problem(`is not one of ${FILTER_OPERATORS.join(', ')}`)]
    )
  );
};

const isOperator = (text: string): text is Operator =>
  FILTER_OPERATORS.some((operator) => operator === text);

const operandProblems = (operator: Operator, operand: unknown, field: SiteField): Problem[] => {
  switch (operator) {
    case '$null':
      return typeof operand === 'boolean' ? [] : [problem('must be true or false')];
    case '$in':
      return listProblems(operand, field);
    case '$contains':
      return containsProblems(operand, field);
    default:
      return valueProblems(operand, field);
  }
};

const listProblems = (operand: unknown, field: SiteField): Problem[] => {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > MOST_VALUES)
    return [problem(`must be a list of 1 to ${MOST_VALUES} values`)];
  return operand.flatMap((value, index) => inside(String(index), valueProblems(value, field)));
};

const containsProblems = (operand: unknown, field: SiteField): Problem[] => {
  if (!TEXTS.has(field.type)) return [problem('works on texts only')];
  return isBoundedText(operand) && operand !== ''
    ? []
    : [problem('must be a text that is not empty')];
};

const valueProblems = (value: unknown, field: SiteField): Problem[] => {
  if (value === null) return [problem('must not be null; use { "$null": true }')];
  if (field.type === 'enumeration') {
    const { values = [] } = field;
    return values.some((known) => known === value)
      ? []
      : [problem(`must be one of ${values.join(', ')}`)];
  }
  const rule = VALUE_RULES.get(field.type);
  if (rule === undefined) return [problem(`cannot be compared: its type is ${field.type}`)];
  return rule.holds(value) ? [] : [problem(rule.message)];
};

const isBoundedText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_TEXT;
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isNow = (value: unknown): boolean => value === NOW;

const TEXTS = new Set(['string', 'text', 'richtext', 'email', 'uid', 'documentId']);

interface ValueRule {
  holds: (value: unknown) => boolean;
  message: string;
}
const textRule: ValueRule = {
  holds: isBoundedText,
  message: `must be a text of at most ${LONGEST_TEXT} characters`,
};
const numberRule: ValueRule = { holds: isNumber, message: 'must be a number' };

const VALUE_RULES = new Map<string, ValueRule>([
  ...[...TEXTS].map((type) => [type, textRule] as const),
  ['integer', { holds: (value) => Number.isSafeInteger(value), message: 'must be a whole number' }],
  [
    'biginteger',
    {
      holds: (value) =>
        Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,19}$/.test(value)),
      message: 'must be a whole number, or a text of digits',
    },
  ],
  ['float', numberRule],
  ['decimal', numberRule],
  ['boolean', { holds: (value) => typeof value === 'boolean', message: 'must be true or false' }],
  [
    'date',
    {
      holds: (value) => isNow(value) || isDay(value),
      message: 'must be a date (2026-01-31) or $now',
    },
  ],
  [
    'datetime',
    {
      holds: (value) => isNow(value) || isDay(value) || isInstant(value),
      message: 'must be an instant (2026-01-31T09:00:00Z), a date or $now',
    },
  ],
  [
    'time',
    {
      holds: (value) =>
        typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/.test(value),
      message: 'must be a time of day (09:30)',
    },
  ],
]);
