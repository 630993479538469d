import type { FieldError } from '../../contract/schedule';
import type { ParameterDefinition } from '../../contract/template';
import type { Checked } from '../../domain/checked';
import type { Parameters } from '../define-template';
import { findUnstorable, isRecord } from './json-guard';
import type { Problem } from './problem';
import { problem, problemsOf } from './problem';
import { schemaOf } from './schemas';
import type { Site, SiteContentType } from './site';

/** What a template says about its parameters. */
export interface ParameterRules {
  parameters: ParameterDefinition[];
  check?(parameters: Parameters): FieldError[];
}

/**
 * Checks parameters against a template's definitions and fills in the defaults. Nothing is cast or dropped: an unknown
 * key is an error. Paths start with 'parameters'.
 */
export const checkParameters = (
  template: ParameterRules,
  input: unknown,
  site: Site
): Checked<Parameters> => {
  if (!isRecord(input)) return refuse([problem('must be an object')]);
  const unstorable = findUnstorable(input);
  if (unstorable !== undefined) return refuse([unstorable]);

  const value = completed(template.parameters, input);
  const problems = [
    ...unknownKeys(template.parameters, input),
    ...template.parameters.flatMap((definition) => checkOne(definition, value, site)),
  ];
  if (problems.length > 0) return refuse(problems);

  const errors = template.check?.(value) ?? [];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value };
};

const refuse = (problems: Problem[]): Checked<never> => ({
  ok: false,
  errors: problems.map(({ path, message }) => ({ path: ['parameters', ...path], message })),
});

const completed = (definitions: ParameterDefinition[], input: Parameters): Parameters =>
  Object.fromEntries(
    definitions
      .map(({ name, default: initial }) => [
        name,
        Object.hasOwn(input, name) ? input[name] : structuredClone(initial),
      ])
      .filter(([, value]) => value !== undefined)
  ) as Parameters;

const unknownKeys = (definitions: ParameterDefinition[], input: Parameters): Problem[] =>
  Object.keys(input)
    .filter((key) => !definitions.some(({ name }) => name === key))
    .map((key) => problem('is not a parameter of this template', key));

const checkOne = (definition: ParameterDefinition, all: Parameters, site: Site): Problem[] => {
  const { name, required, nullable } = definition;
  const value = own(all, name);
  if (value === undefined || value === null || value === '') {
    if (required === true && isVisible(definition, all)) return [problem('is required', name)];
    if (value === undefined) return [];
    if (value === null) return nullable === true ? [] : [problem('must not be null', name)];
  }
  const schema = schemaOf(definition, { site, contentType: contentTypeOf(definition, all, site) });
  return problemsOf(schema, value).map(({ path, message }) => problem(message, name, ...path));
};

const isVisible = ({ visibleWhen }: ParameterDefinition, all: Parameters): boolean =>
  visibleWhen === undefined ||
  visibleWhen.in.some((value) => value === (own(all, visibleWhen.parameter) ?? null));

const contentTypeOf = (
  { contentTypeParameter }: ParameterDefinition,
  all: Parameters,
  site: Site
): SiteContentType | undefined => {
  const uid = contentTypeParameter === undefined ? undefined : own(all, contentTypeParameter);
  return typeof uid === 'string' ? site.contentType(uid) : undefined;
};

const own = (all: Parameters, name: string): unknown =>
  Object.hasOwn(all, name) ? all[name] : undefined;
