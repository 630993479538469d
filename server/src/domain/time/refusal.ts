import type { CronField } from './cron-field';

/** Why a piece of an expression is refused, in a sentence that names field, item and what would work. */
export interface Refusal {
  refusal: string;
}

export type Parsed<T> = T | Refusal;

export const isRefusal = (parsed: unknown): parsed is Refusal =>
  typeof parsed === 'object' && parsed !== null && 'refusal' in parsed;

/** `Minute: "60" is out of range. …` */
export const refuse = (field: CronField, item: string, problem: string): Refusal => ({
  refusal: `${field.label}: "${item}" ${problem}`,
});
