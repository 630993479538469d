import type { ParameterDefinition } from '../../../../server/src/contract/template';
import type { ParameterValues } from './parameter-values';

/** What each kind of input gets; label, help and error stand around it. */
export interface InputProps {
  definition: ParameterDefinition;
  label: string;
  value: unknown;
  /** All values of the form: some inputs look at the content type that another one holds. */
  values: ParameterValues;
  onChange: (value: unknown) => void;
}

export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
