import type { FormError, FormErrors } from '../../form-errors';

export const REQUIRED: FormError = { id: 'parameters.error.required' };

/** The error of a whole number that is missing, broken or out of its bounds, at its field; none where it is sound. */
export const rangeErrors = (
  field: string,
  value: number | undefined,
  min: number,
  max: number
): FormErrors => {
  if (value === undefined) return { [field]: REQUIRED };
  if (!Number.isInteger(value)) return { [field]: { id: 'parameters.error.integer' } };
  if (value < min) return { [field]: { id: 'parameters.error.min', values: { min } } };
  return value > max ? { [field]: { id: 'parameters.error.max', values: { max } } } : {};
};
