import type { Knex } from 'knex';

import { JobFailure } from '../../domain/failure';
import type { Clock } from '../../engine/ports';
import { SEARCH_PATH } from '../runs/run-script';
import type { Containment } from '../supervision/containment';

/** What a dump works with. */
export interface DumpHost {
  /** What this host can do to keep processes together. */
  containment: () => Promise<Containment>;
  clock: Pick<Clock, 'after'>;
  graceMs: number;
  standstillMs: number;
  findProgram: (name: string) => string | null;
  /** A folder of this user alone, with room for a database. */
  scratch: () => Promise<{ folder: string; remove: () => Promise<void> }>;
  knex: Knex;
  client: 'sqlite' | 'postgres' | 'mysql';
  /** What Strapi connects with: `database.connection.connection` of its configuration. */
  connection: Record<string, unknown>;
}

/** The first of these programs that is there. Throws a JobFailure with what to install. */
export const chooseProgram = (
  { findProgram }: Pick<DumpHost, 'findProgram'>,
  names: string[],
  packages: string
): { name: string; file: string } => {
  for (const name of names) {
    const file = findProgram(name);
    if (file !== null) return { name, file };
  }
  throw new JobFailure(
    `${names.join(' or ')} was not found in ${SEARCH_PATH} of this server: install ${packages}`,
    { code: 'PROGRAM_MISSING', retryable: false }
  );
};

/** A setting of the connection as text; undefined where it is none. */
export const settingOf = (
  connection: Record<string, unknown>,
  name: string
): string | undefined => {
  const value = connection[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
