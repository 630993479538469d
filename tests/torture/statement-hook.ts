import type { Knex } from 'knex';

/** What becomes of one statement: the SQL that is sent, and what happens when it was answered. */
export interface Hooked {
  sql: string;
  answered?: () => void;
}

interface Query {
  sql: string;
}
type Send = (this: unknown, connection: unknown, query: Query) => Promise<unknown>;

/**
 * Puts `hook` between knex and its driver, for every statement of every client of this kind, BEGIN and COMMIT
 * included; answers how to take it away.
 */
export const hookStatements = (knex: Knex, hook: (sql: string) => Hooked): (() => void) => {
  const prototype = Object.getPrototypeOf(knex.client) as { _query: Send };
  // oxlint-disable-next-line eslint/no-underscore-dangle
  const send = prototype._query;
  // oxlint-disable-next-line eslint/no-underscore-dangle
  prototype._query = async function hooked(connection, query) {
    const { sql, answered } = hook(query.sql);
    query.sql = sql;
    const answer = await send.call(this, connection, query);
    answered?.();
    return answer;
  };
  return () => {
    // oxlint-disable-next-line eslint/no-underscore-dangle
    prototype._query = send;
  };
};
