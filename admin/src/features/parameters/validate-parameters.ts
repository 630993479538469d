import type { ParameterDefinition, ParameterType } from '../../../../server/src/contract/template';
import type { FormError, FormErrors } from '../../form-errors';
import { splitExpression } from '../schedules/cron-model';
import { hasTwin, parseJson, type FilterDraft } from './filter-draft';
import { addresses, isVisible, pairsOf, wireValue, type ParameterValues } from './parameter-values';

/** What can be told here already; the server checks everything again. By `parameters.<name>`. */
export const validateParameters = (
  definitions: readonly ParameterDefinition[],
  values: ParameterValues
): FormErrors => {
  const errors: FormErrors = {};
  for (const definition of definitions) {
    if (!isVisible(definition, definitions, values)) continue;
    const error = findError(definition, values[definition.name]);
    if (error) errors[`parameters.${definition.name}`] = error;
  }
  return errors;
};

type Rule = (value: unknown, definition: ParameterDefinition) => FormError | undefined;

const findError = (definition: ParameterDefinition, value: unknown): FormError | undefined => {
  const broken = DRAFT_RULES[definition.type]?.(value, definition);
  if (broken) return broken;
  const wire = wireValue(definition, value);
  const empty = wire === undefined || wire === null || wire === '';
  if (empty) return definition.required === true ? REQUIRED : undefined;
  return VALUE_RULES[definition.type]?.(wire, definition);
};

const REQUIRED: FormError = { id: 'parameters.error.required' };

/** Rules on what is typed, before it can be read as a value. */
const DRAFT_RULES: Partial<Record<ParameterType, Rule>> = {
  json: (value) =>
    typeof value === 'string' && !parseJson(value).ok ? { id: 'parameters.error.json' } : undefined,
  'key-value': (value, definition) => pairsError(value, definition),
  'secret-map': (value, definition) => pairsError(value, definition) ?? unnamedSecret(value),
  filter: (value) => filterError(value as FilterDraft | undefined),
};

const VALUE_RULES: Partial<Record<ParameterType, Rule>> = {
  text: (value, definition) => textError(String(value), definition),
  textarea: (value, definition) => textError(String(value), definition),
  code: (value, definition) => textError(String(value), definition),
  number: (value, definition) => numberError(Number(value), definition),
  duration: (value, definition) => rangeError(Number(value), definition),
  url: (value) =>
    /^https?:\/\/[^/\s]/i.test(String(value)) && URL.canParse(String(value))
      ? undefined
      : { id: 'parameters.error.url' },
  cron: (value) => (splitExpression(String(value)) ? undefined : { id: 'parameters.error.cron' }),
  'email-list': (value, definition) => emailError(value, definition),
  'multi-select': (value, definition) =>
    lengthError(Array.isArray(value) ? value.length : 0, definition),
};

const textError = (
  value: string,
  { min, max, pattern }: ParameterDefinition
): FormError | undefined => {
  if (max !== undefined && value.length > max) {
    return { id: 'parameters.error.too-long', values: { max } };
  }
  if (min !== undefined && value.length < min) {
    return { id: 'parameters.error.too-short', values: { min } };
  }
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return whole && !whole.test(value) ? { id: 'parameters.error.pattern' } : undefined;
};

const numberError = (value: number, definition: ParameterDefinition): FormError | undefined => {
  if (definition.integer === true && !Number.isInteger(value)) {
    return { id: 'parameters.error.integer' };
  }
  return rangeError(value, definition);
};

const rangeError = (value: number, { min, max }: ParameterDefinition): FormError | undefined => {
  if (min !== undefined && value < min) return { id: 'parameters.error.min', values: { min } };
  if (max !== undefined && value > max) return { id: 'parameters.error.max', values: { max } };
  return undefined;
};

const lengthError = (length: number, { min, max }: ParameterDefinition): FormError | undefined => {
  if (min !== undefined && length < min) return { id: 'parameters.error.few', values: { min } };
  if (max !== undefined && length > max) return { id: 'parameters.error.many', values: { max } };
  return undefined;
};

const emailError = (value: unknown, definition: ParameterDefinition): FormError | undefined => {
  const list = Array.isArray(value) ? value.map(String) : addresses(value);
  const wrong = list.find((address) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address));
  if (wrong !== undefined) return { id: 'parameters.error.email', values: { address: wrong } };
  return lengthError(list.length, definition);
};

const pairsError = (value: unknown, { pattern }: ParameterDefinition): FormError | undefined => {
  const pairs = pairsOf(value).filter((pair) => pair.name.trim() !== '' || pair.value !== '');
  const names = pairs.map(({ name }) => name.trim());
  if (names.includes('')) return { id: 'parameters.error.pair-name' };
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { id: 'parameters.error.pair-twice', values: { name: twice } };
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  const wrong = names.find((name) => whole?.test(name) === false);
  return wrong === undefined
    ? undefined
    : { id: 'parameters.error.pair-pattern', values: { name: wrong } };
};

/** A place without a secret would be sent as the name of none. */
const unnamedSecret = (value: unknown): FormError | undefined => {
  const empty = pairsOf(value).find((pair) => pair.name.trim() !== '' && pair.value === '');
  return empty === undefined
    ? undefined
    : { id: 'parameters.error.pair-secret', values: { name: empty.name.trim() } };
};

const filterError = (draft: FilterDraft | undefined): FormError | undefined => {
  if (draft === undefined) return undefined;
  if (draft.mode === 'json') {
    return parseJson(draft.text).ok ? undefined : { id: 'parameters.error.json' };
  }
  if (draft.rows.some(({ field, value }) => field === '' || isBlank(value))) {
    return { id: 'parameters.error.filter-row' };
  }
  return draft.rows.some((row) => hasTwin(row, draft.rows))
    ? { id: 'parameters.error.filter-twice' }
    : undefined;
};

const isBlank = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
