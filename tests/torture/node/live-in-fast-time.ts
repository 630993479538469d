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
  const loaded = require.cache[require.resolve('../../../server/src/system-clock.ts')]!;
  loaded.exports = {
    ...systemClock,
    createSystemClock: () => createFastClock(time, systemClock.createSystemClock()),
  };
};
