import { parseArgs } from 'node:util';

import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import { BUGS } from './bugs';
import type { Size } from './stage';

export interface Options {
  size: Size;
  stages: string[];
  databases: DatabaseName[];
  seed: number;
  /** Names of the mistakes to plant. */
  bugs: string[];
  /** Whether the sound engine is put through the stages. */
  isTried: boolean;
  /** Every stage on every database, and every mistake. */
  isWhole: boolean;
  markdown: string | null;
  /** Where what it came to is kept, for the same run to go on after it was broken off. */
  resume: string | null;
}

/** Reads the command line; throws a sentence for whoever typed it. */
export const readOptions = (args: string[], stages: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: {
      short: { type: 'boolean', default: false },
      minute: { type: 'boolean', default: false },
      stage: { type: 'string', multiple: true, default: stages },
      database: { type: 'string', multiple: true },
      seed: { type: 'string', default: '1' },
      bugs: { type: 'boolean', default: false },
      bug: { type: 'string', multiple: true },
      markdown: { type: 'string' },
      resume: { type: 'string' },
    },
  });
  const names = BUGS.map(({ name }) => name);
  const only = values.bugs || values.bug !== undefined;
  const isPartial = values.stage !== stages || values.database !== undefined;
  const size = values.minute ? 'minute' : values.short ? 'short' : 'long';
  const planted = BUGS.filter(({ isRare }) => only || size === 'long' || isRare !== true);
  return {
    size,
    stages: values.stage.map((name) => known(name, stages, 'stage')),
    databases: (values.database ?? DATABASES.filter(isAvailable)).map(
      (name) => known(name, [...DATABASES], 'database') as DatabaseName
    ),
    seed: Number(values.seed),
    // A whole run plants them; a part of one, none that were not asked for.
    bugs:
      values.bug?.map((name) => known(name, names, 'bug')) ??
      (only || !isPartial ? planted.map(({ name }) => name) : []),
    isTried: !only,
    isWhole: !only && !isPartial,
    markdown: values.markdown ?? null,
    resume: values.resume ?? null,
  };
};

const known = (name: string, names: string[], what: string): string => {
  if (!names.includes(name)) throw new Error(`There is no ${what} ${name}: ${names.join(', ')}.`);
  return name;
};
