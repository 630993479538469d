import { isRecord } from '../parameters/json-guard';
import { NOW } from '../parameters/filter';
import type { SiteContentType } from '../parameters/site';

/** A condition as Strapi's query engine takes it. */
export type Where = Record<string, unknown>;

/** A checked filter as a condition on the database, with `$now` as the given moment (epoch milliseconds). */
export const whereOf = (
  filters: Record<string, unknown>,
  type: SiteContentType,
  now: number
): Where => ({
  $and: Object.entries(filters).flatMap(([name, condition]) => {
    const operators = isRecord(condition) ? condition : { $eq: condition };
    const fieldType = type.fields.get(name)?.type ?? '';
    return Object.entries(operators).map(([operator, operand]) => ({
      [name]: { [operator]: operandOf(operand, fieldType, now) },
    }));
  }),
});

/** The date field lies further back than so many days; an empty field does not. */
export const olderThan = (
  days: number,
  field: string,
  type: SiteContentType,
  now: number
): Where => {
  const limit = now - days * 86_400_000;
  return { [field]: { $lt: moment(limit, type.fields.get(field)?.type ?? 'datetime') } };
};

const operandOf = (operand: unknown, fieldType: string, now: number): unknown => {
  if (Array.isArray(operand)) return operand.map((one: unknown) => operandOf(one, fieldType, now));
  if (operand === NOW && (fieldType === 'date' || fieldType === 'datetime'))
    return moment(now, fieldType);
  // Read here, where a day without a time is midnight UTC, and not in the server's own zone.
  return fieldType === 'datetime' && typeof operand === 'string' ? new Date(operand) : operand;
};

const moment = (at: number, fieldType: string): Date | string =>
  fieldType === 'date' ? new Date(at).toISOString().slice(0, 10) : new Date(at);
