import type { AnySchema } from 'yup';

import type { ParameterDefinition } from '../../contract/template';
import type { Problem } from './problem';
import { problem, sound } from './problem';

const MOST = 100;
const LONGEST = 8_192;

/** Texts in their order, each exactly as it is; NUL is the one character that no program can be given. */
export const textList = ({ min, max }: ParameterDefinition): AnySchema =>
  sound((value) => listProblems(value, { min, max }, textProblems));

/** Whole numbers from 0 to 255, each once. */
export const numberList = ({ min, max }: ParameterDefinition): AnySchema =>
  sound((value) => [
    ...listProblems(value, { min, max }, exitCodeProblems),
    ...(Array.isArray(value) && new Set(value).size < value.length
      ? [problem('must not hold a number twice')]
      : []),
  ]);

/** The documentId of a script. Whether there is such a one is looked up when a job is saved, and when it runs. */
export const scriptId = (): AnySchema =>
  sound((value) =>
    typeof value === 'string' && /^[a-z0-9]{1,64}$/.test(value)
      ? []
      : [problem('must be the documentId of a script')]
  );

const listProblems = (
  value: unknown,
  { min = 0, max = MOST }: { min: number | undefined; max: number | undefined },
  problemsOf: (item: unknown, path: string) => Problem[]
): Problem[] => {
  if (!Array.isArray(value)) return [problem('must be a list')];
  if (value.length < min) return [problem(`must hold at least ${min}`)];
  if (value.length > max) return [problem(`must hold at most ${max}`)];
  return value.flatMap((item, index) => problemsOf(item, String(index)));
};

const textProblems = (item: unknown, path: string): Problem[] => {
  if (typeof item !== 'string') return [problem('must be a text', path)];
  if (item.includes('\0')) return [problem('must not hold a NUL character', path)];
  return item.length > LONGEST ? [problem(`must have at most ${LONGEST} characters`, path)] : [];
};

const exitCodeProblems = (item: unknown, path: string): Problem[] =>
  Number.isInteger(item) && Number(item) >= 0 && Number(item) <= 255
    ? []
    : [problem('must be a whole number from 0 to 255', path)];
