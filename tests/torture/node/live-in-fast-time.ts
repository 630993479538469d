import * as engineStore from '../../../server/src/storage/engine/create-engine-store';
import * as systemClock from '../../../server/src/system-clock';
import type { DatabaseName } from '../../support/databases';
import { connect } from '../../support/schema';
import { hookStatements } from '../statement-hook';
import { createFastClock, fastSql, type FastTime } from './fast-time';

/**
 * From now on each scheduler of this process takes `time` for the present, and so does each statement to a database of
 * this kind that asks for the present; for a process that loads the plugin from its sources. Before it does: whoever has
 * taken `createSystemClock` already stays in true time.
 */
export const liveInFastTime = (client: DatabaseName, time: FastTime): void => {
  const hurry = fastSql(client, time);
  // What is hooked is the kind; this one never connects.
  hookStatements(connect(client, {}), (sql) => ({ sql: hurry(sql) }));
  const { createSystemClock } = systemClock;
  replace('system-clock.ts', {
    ...systemClock,
    createSystemClock: () => createFastClock(time, createSystemClock()),
  });
  // How long the database may be silent is a matter of true time: it does not answer any faster.
  const limit = { clock: createSystemClock() };
  replace('storage/engine/create-engine-store.ts', {
    ...engineStore,
    createEngineStore: (options: Parameters<typeof engineStore.createEngineStore>[0]) =>
      engineStore.createEngineStore({ ...options, limit }),
  });
};

/** Whoever loads this module of the plugin from now on gets these in its place. */
const replace = (file: string, exported: object): void => {
  require.cache[require.resolve(`../../../server/src/${file}`)]!.exports = exported;
};
