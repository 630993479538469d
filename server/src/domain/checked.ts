import type { FieldError } from '../contract/schedule';

/** The answer of a check: the completed value, or every field that is wrong. */
export type Checked<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

export const sound = <T>(value: T): Checked<T> => ({ ok: true, value });
export const unsound = (...errors: FieldError[]): Checked<never> => ({ ok: false, errors });
