import { mixed, ValidationError } from 'yup';
import type { AnySchema } from 'yup';

/** What is wrong inside one value; `path` leads from the value to the spot. */
export interface Problem {
  path: string[];
  message: string;
}

export const problem = (message: string, ...path: string[]): Problem => ({ path, message });

/** A yup schema that holds where `find` finds nothing; every problem keeps its path. */
export const sound = (find: (value: unknown) => Problem[]): AnySchema => holds(mixed(), find);

/** Adds a rule to a yup schema. */
export const holds = (schema: AnySchema, find: (value: unknown) => Problem[]): AnySchema =>
  schema.test({
    name: 'sound',
    test: (value, context) => {
      const errors = find(value).map(({ path, message }) =>
        context.createError({ message: () => message, params: { within: path } })
      );
      return errors.length === 0 || new ValidationError(errors);
    },
  });

/** Checks a present value and answers what is wrong with it, without casting anything. */
export const problemsOf = (schema: AnySchema, value: unknown): Problem[] => {
  try {
    schema.validateSync(value, { strict: true, abortEarly: false });
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return flat(error);
    throw error;
  }
};

const flat = (error: ValidationError): Problem[] => {
  const all = error.inner.length > 0 ? error.inner : [error];
  return all.map(({ message, params }) => ({ path: pathOf(params), message }));
};

const pathOf = (params: Record<string, unknown> | undefined): string[] => {
  const within = params?.['within'];
  return Array.isArray(within) ? within.map(String) : [];
};
