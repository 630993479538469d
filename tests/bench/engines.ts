import { createDatabase } from '../support/databases';
import type { DatabaseName, TestDatabase } from '../support/databases';
import { startContestant } from './contestants/start';
import type { Contestant } from './contestants/start';

interface EngineSetup {
  module: 'ours' | 'graphile-worker' | 'pg-boss' | 'bullmq' | 'timers';
  database: DatabaseName | null;
  settings?: Record<string, unknown>;
}

/** Who takes part, by the names of the report. */
const ENGINES = {
  'ours-postgres': { module: 'ours', database: 'postgres' },
  'ours-sqlite': { module: 'ours', database: 'sqlite' },
  'ours-mysql': { module: 'ours', database: 'mysql' },
  'graphile-worker': { module: 'graphile-worker', database: 'postgres' },
  'graphile-worker-batched': {
    module: 'graphile-worker',
    database: 'postgres',
    settings: { batched: true },
  },
  'pg-boss': { module: 'pg-boss', database: 'postgres' },
  'pg-boss-tuned': { module: 'pg-boss', database: 'postgres', settings: { tuned: true } },
  bullmq: { module: 'bullmq', database: null },
  'node-schedule': { module: 'timers', database: null, settings: { library: 'node-schedule' } },
  croner: { module: 'timers', database: null, settings: { library: 'croner' } },
} as const satisfies Record<string, EngineSetup>;

export type EngineName = keyof typeof ENGINES;

/** Opens each engine on an empty database of its own, hands them over, and leaves nothing behind. */
export const withEngines = async <Name extends EngineName, Answer>(
  names: Name[],
  settings: Record<string, unknown>,
  work: (contestants: Record<Name, Contestant>) => Promise<Answer>
): Promise<Answer> => {
  const closings: (() => Promise<void>)[] = [];
  try {
    const opened: [Name, Contestant][] = [];
    for (const name of names) {
      const setup: EngineSetup = ENGINES[name];
      const place = setup.database && (await createDatabase(setup.database));
      if (place) closings.push(place.drop);
      const contestant = await startContestant(setup.module, {
        ...setup.settings,
        ...settings,
        env: place?.env ?? {},
        url: place && urlOf(place),
      });
      closings.push(contestant.close);
      opened.push([name, contestant]);
    }
    return await work(Object.fromEntries(opened) as Record<Name, Contestant>);
  } finally {
    for (const close of closings.toReversed()) await close();
  }
};

const urlOf = ({ env }: TestDatabase): string => {
  const user = encodeURIComponent(env['DATABASE_USERNAME'] ?? '');
  const password = encodeURIComponent(env['DATABASE_PASSWORD'] ?? '');
  const server = `${env['DATABASE_HOST']}:${env['DATABASE_PORT']}`;
  return `postgres://${user}:${password}@${server}/${env['DATABASE_NAME']}`;
};
