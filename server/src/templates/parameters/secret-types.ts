import type { AnySchema } from 'yup';

import type { ParameterDefinition } from '../../contract/template';
import { isRecord } from './json-guard';
import type { Problem } from './problem';
import { problem, sound } from './problem';

const NAME = /^[a-z][a-z0-9._-]{0,99}$/i;
const MOST = 50;
/** What takes a secret: a header, a variable of the environment. */
const PLACE = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

/** The name of a secret. Whether there is such a one is looked up when a job is saved, and when it runs. */
export const secretName = (): AnySchema => sound((value) => nameProblems(value));

/** Places, each with the name of the secret that it gets; `pattern` is for the places. */
export const secretMap = ({ pattern, max = MOST }: ParameterDefinition): AnySchema =>
  sound((value) => {
    if (!isRecord(value)) return [problem('must be an object of names and names of secrets')];
    const entries = Object.entries(value);
    if (entries.length > max) return [problem(`must hold at most ${max}`)];
    const places = pattern === undefined ? PLACE : new RegExp(`^(?:${pattern})$`, 'u');
    return entries.flatMap(([place, name]) =>
      places.test(place)
        ? nameProblems(name, place)
        : [problem(`is not a name that can take a secret`, place)]
    );
  });

const nameProblems = (value: unknown, ...path: string[]): Problem[] =>
  typeof value === 'string' && NAME.test(value)
    ? []
    : [problem('must be the name of a secret', ...path)];
