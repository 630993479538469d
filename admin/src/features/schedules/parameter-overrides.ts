import type { ParameterDefinition } from '../../../../server/src/contract/template';
import type { FormErrors } from '../../form-errors';
import {
  formValues,
  isVisible,
  wireValue,
  type ParameterValues,
} from '../parameters/parameter-values';
import { validateParameters } from '../parameters/validate-parameters';

/**
 * The overrides of a stored schedule as the form holds them. What no definition knows (the template is gone or has
 * changed) stays as it came.
 */
export const overridesOf = (
  stored: Record<string, unknown>,
  definitions: readonly ParameterDefinition[]
): ParameterValues =>
  Object.fromEntries(
    Object.entries(stored).map(([name, value]) => {
      const definition = definitions.find((one) => one.name === name);
      return [name, definition ? formValues([definition], stored)[name] : value];
    })
  );

/** What is sent: unlike those of a job, a value that equals the template's default is said too. */
export const wireOverrides = (
  values: ParameterValues,
  definitions: readonly ParameterDefinition[]
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const definition = definitions.find((one) => one.name === name);
      return [name, definition ? (wireValue(definition, value) ?? null) : value];
    })
  );

/** Parameters that a schedule may still override, as they are asked for with what it overrides already. */
export const freeParameters = (
  definitions: readonly ParameterDefinition[],
  job: ParameterValues,
  overrides: ParameterValues
): ParameterDefinition[] =>
  definitions.filter(
    (definition) =>
      !Object.hasOwn(overrides, definition.name) &&
      isVisible(definition, definitions, { ...job, ...overrides })
  );

/** What is wrong with overrides, by `parameters.<name>`: an empty one would override nothing. */
export const validateOverrides = (
  definitions: readonly ParameterDefinition[],
  job: ParameterValues,
  overrides: ParameterValues
): FormErrors => {
  const found = validateParameters(definitions, { ...job, ...overrides });
  const errors: FormErrors = {};
  for (const definition of definitions) {
    const path = `parameters.${definition.name}`;
    if (!Object.hasOwn(overrides, definition.name)) continue;
    const isEmpty = wireValue(definition, overrides[definition.name]) === undefined;
    const error = found[path] ?? (isEmpty ? EMPTY : undefined);
    if (error) errors[path] = error;
  }
  return errors;
};

const EMPTY = { id: 'schedules.error.empty-override' } as const;
