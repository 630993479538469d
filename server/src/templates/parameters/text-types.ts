import { string } from 'yup';
import type { AnySchema } from 'yup';

import type { ParameterDefinition } from '../../contract/template';
import { parseCron } from '../../domain/time/cron-expression';
import type { Problem } from './problem';
import { holds, problem } from './problem';

const LINE = 1000;
const PARAGRAPHS = 10_000;
const CODE = 100_000;
const URL_LENGTH = 2048;

type Makes = (definition: ParameterDefinition) => AnySchema;

export const text: Makes = (definition) => {
  const find = boundedText(definition, LINE);
  return textOf((value) =>
    /[\p{Cc}\u2028\u2029]/u.test(value) ? [problem('must be one line')] : find(value)
  );
};

export const textarea: Makes = (definition) => textOf(boundedText(definition, PARAGRAPHS));

export const code: Makes = (definition) => textOf(boundedText(definition, CODE));

export const url: Makes = () => textOf((value) => urlProblems(value));

export const cron: Makes = () =>
  textOf((value) => {
    const parsed = parseCron(value);
    return parsed.ok ? [] : parsed.errors.map(({ message }) => problem(message));
  });

export const entry: Makes = () =>
  textOf((value) =>
    /^[A-Za-z0-9_-]{1,64}$/.test(value) ? [] : [problem('must be the documentId of an entry')]
  );

export const locale: Makes = () =>
  textOf((value) =>
    value.length <= 35 && /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(value)
      ? []
      : [problem('must be a locale such as en or zh-Hant')]
  );

const textOf = (find: (value: string) => Problem[]): AnySchema =>
  holds(string().typeError('must be a text'), (value) =>
    typeof value === 'string' ? find(value) : []
  );

/** Lengths come first: a pattern never sees a text longer than its bound. */
const boundedText = ({ min, max = Infinity, pattern }: ParameterDefinition, most: number) => {
  const longest = Math.min(max, most);
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return (value: string): Problem[] => {
    if (value.length > longest) return [problem(`must have at most ${longest} characters`)];
    if (min !== undefined && value.length < min)
      return [problem(`must have at least ${min} characters`)];
    return whole === undefined || whole.test(value)
      ? []
      : [problem(`must match the pattern ${pattern ?? ''}`)];
  };
};

/**
 * http and https only. Credentials are refused, since a URL is shown in lists, logs and previews: a header such as
 * Authorization is masked there. What URL parsers drop or repair (tabs, backslashes) is refused, so that the address
 * that people read is the one that is fetched.
 */
const urlProblems = (value: string): Problem[] => {
  if (value.length > URL_LENGTH) return [problem(`must have at most ${URL_LENGTH} characters`)];
  if (!/^https?:\/\/[^/]/i.test(value)) return [problem('must be an http or https URL')];
  if (/[\s\p{Cc}\\]/u.test(value))
    return [problem('must not contain spaces, control characters or backslashes')];
  if (!URL.canParse(value)) return [problem('must be a complete URL')];
  const { username, password } = new URL(value);
  return username === '' && password === ''
    ? []
    : [problem('must not contain a user name or password; send them in a header')];
};
