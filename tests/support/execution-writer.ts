import type { Knex } from 'knex';

import type { ScriptsOf } from '../../server/src/engine/ports';
import { nowSql } from '../../server/src/storage/engine/database-clock';
import { lockJobs } from '../../server/src/storage/engine/lock-jobs';
import { cancelQueuedOf, requestCancel } from '../../server/src/storage/engine/request-cancel';
import { retryExecution } from '../../server/src/storage/engine/retry-execution';
import { quotedTables } from '../../server/src/storage/engine/session';
import type { Client, Session } from '../../server/src/storage/engine/session';
import { settleWaiting } from '../../server/src/storage/engine/settle-waiting';
import { startExecution } from '../../server/src/storage/engine/start-execution';

/** What services change in the queue, each in a transaction of the test's own. */
export const createExecutionWriter = ({
  client,
  now,
  scriptsOf,
}: {
  client: Client;
  now?: () => number;
  scriptsOf?: ScriptsOf | undefined;
}) => {
  const bind =
    <Arguments extends unknown[], Answer>(
      statement: (session: Session, ...given: Arguments) => Promise<Answer>
    ) =>
    (connection: Knex.Transaction, ...given: Arguments): Promise<Answer> => {
      const tables = quotedTables(connection);
      const session = { connection, client, tables, now: nowSql(client, now), scriptsOf };
      return statement(session, ...given);
    };
  // As the use case does it.
  const startLocked: typeof startExecution = async (session, start) => {
    await lockJobs(session, [start.job.id]);
    return startExecution(session, start);
  };
  return {
    startExecution: bind(startLocked),
    requestCancel: bind(requestCancel),
    retryExecution: bind(retryExecution),
    cancelQueuedOf: bind(cancelQueuedOf),
    settleWaiting: bind(settleWaiting),
  };
};

export type ExecutionWriter = ReturnType<typeof createExecutionWriter>;
