import type { Knex } from 'knex';

import type { DatabaseName } from '../support/databases';
import type { Bug } from './bugs';
import { hookStatements } from './statement-hook';

/** Plants what of a bug belongs to the database and its statements; answers how to pull it out again. */
export const plant = async (
  bug: Bug | undefined,
  knex: Knex,
  client: DatabaseName
): Promise<() => Promise<void>> => {
  const { sql, dropsSlotIndex } = bug ?? {};
  if (dropsSlotIndex) await changeSlotIndex(knex, client, 'drop');
  const unhook =
    sql === undefined ? undefined : hookStatements(knex, (given) => ({ sql: sql(given) }));
  return async () => {
    unhook?.();
    if (!dropsSlotIndex) return;
    await knex('job_scheduler_executions').del();
    await changeSlotIndex(knex, client, 'create');
  };
};

const INDEX = 'job_scheduler_exec_slot';
const TABLE = 'job_scheduler_executions';

export const changeSlotIndex = async (
  knex: Knex,
  client: DatabaseName,
  how: 'drop' | 'create'
): Promise<void> => {
  const drop =
    client === 'mysql' ? `ALTER TABLE ${TABLE} DROP INDEX ${INDEX}` : `DROP INDEX ${INDEX}`;
  const only = client === 'mysql' ? '' : 'WHERE slot_at IS NOT NULL';
  const create = `CREATE UNIQUE INDEX ${INDEX} ON ${TABLE} (job_id, slot_at) ${only}`;
  // MySQL wants an index for the foreign key at every moment.
  if (client === 'mysql' && how === 'drop') {
    await knex.raw(`CREATE INDEX ${INDEX}_job ON ${TABLE} (job_id)`).catch(() => undefined);
  }
  await knex.raw(how === 'drop' ? drop : create);
};
