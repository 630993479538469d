import type { Knex } from 'knex';

/** Called around every statement of a client, BEGIN and COMMIT included. */
export interface StatementHook {
  /** Answers the statement that is sent instead. */
  before?: (sql: string) => string;
  after?: (sql: string) => void;
}

interface Query {
  sql: string;
}
type Send = (this: unknown, connection: unknown, query: Query) => Promise<unknown>;

/** Puts the hook between knex and its driver, for every client of the same kind; answers how to take it away. */
export const hookStatements = (knex: Knex, hook: StatementHook): (() => void) => {
  const prototype = Object.getPrototypeOf(knex.client) as { _query: Send };
  // oxlint-disable-next-line eslint/no-underscore-dangle
  const send = prototype._query;
  // oxlint-disable-next-line eslint/no-underscore-dangle
  prototype._query = async function hooked(connection, query) {
    const { sql } = query;
    query.sql = hook.before?.(sql) ?? sql;
    const answer = await send.call(this, connection, query);
    hook.after?.(sql);
    return answer;
  };
  return () => {
    // oxlint-disable-next-line eslint/no-underscore-dangle
    prototype._query = send;
  };
};
