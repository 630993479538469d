import type { Knex } from 'knex';

import { nowSql } from './database-clock';
import { cancelQueuedOf, requestCancel } from './request-cancel';
import { retryExecution } from './retry-execution';
import { quotedTables, type Client, type Session, type Tables } from './session';
import { startExecution } from './start-execution';

export interface ExecutionWriterOptions {
  client: Client;
  tables?: Partial<Tables>;
  now?: () => number;
}

/**
 * What services change in the queue, inside their own transaction. Each function locks the job's row first: call it
 * before other writes of the transaction, and run the transaction again where the database answers a deadlock.
 */
export const createExecutionWriter = (options: ExecutionWriterOptions) => {
  const bind =
    <Arguments extends unknown[], Answer>(
      statement: (session: Session, ...given: Arguments) => Promise<Answer>
    ) =>
    (transaction: Knex.Transaction, ...given: Arguments): Promise<Answer> =>
      statement(sessionOn(transaction, options), ...given);
  return {
    startExecution: bind(startExecution),
    requestCancel: bind(requestCancel),
    retryExecution: bind(retryExecution),
    cancelQueuedOf: bind(cancelQueuedOf),
  };
};

export type ExecutionWriter = ReturnType<typeof createExecutionWriter>;

const sessionOn = (
  connection: Knex.Transaction,
  { client, tables, now }: ExecutionWriterOptions
): Session => ({
  connection,
  client,
  tables: quotedTables(connection, tables),
  now: nowSql(client, now),
});
