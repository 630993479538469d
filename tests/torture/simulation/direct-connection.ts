import type { Knex } from 'knex';

import type { Native } from './memory-database';

/** A statement as the store sends it. */
type Raw = (sql: string, bindings?: readonly unknown[]) => Promise<unknown>;

export interface DirectConnection {
  direct: Knex;
  /** Keeps the connection free of others' transactions while somebody works on it by another way. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * What the engine's store asks of knex, without knex: the same statements to the same SQLite, one transaction after the
 * other on its one connection. A simulated life is mostly statements, and knex takes longer over one than SQLite does.
 */
export const directConnection = (native: Native, knex: Pick<Knex, 'ref'>): DirectConnection => {
  let isTaken = false;
  const waiting: (() => void)[] = [];
  const take = async (): Promise<void> => {
    if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
    isTaken = true;
  };
  const giveBack = (): void => {
    const next = waiting.shift();
    if (next) next();
    else isTaken = false;
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    await take();
    try {
      return await work();
    } finally {
      giveBack();
    }
  };
  const send: Raw = async (sql, bindings = []) => run(native, sql, bindings);
  const transaction = <T>(work: (connection: { raw: Raw }) => Promise<T>): Promise<T> =>
    alone(async () => {
      await send('BEGIN;');
      try {
        const answer = await work({ raw: send });
        await send('COMMIT;');
        return answer;
      } catch (error) {
        await send('ROLLBACK;');
        throw error;
      }
    });
  const raw: Raw = (sql, bindings) => alone(() => send(sql, bindings));
  const ref = (name: string): unknown => knex.ref(name);
  return { direct: { raw, transaction, ref } as unknown as Knex, alone };
};

const run = (native: Native, sql: string, bindings: readonly unknown[]): unknown => {
  const given = [...bindings];
  // `??` is a name, `?` a value.
  const named = sql.includes('??') ? withNames(sql, given) : sql;
  const statement = native.prepare(named);
  const values = given.map(toValue);
  return statement.reader ? statement.all(values) : statement.run(values);
};

/** Takes the names out of the bindings. */
const withNames = (sql: string, bindings: unknown[]): string => {
  let place = 0;
  return sql.replace(/\?\??/g, (mark) => {
    if (mark === '??') return `\`${String(bindings.splice(place, 1)[0])}\``;
    place += 1;
    return mark;
  });
};

/** As knex gives them to SQLite. */
const toValue = (value: unknown): unknown => {
  if (value instanceof Date) return value.valueOf();
  return typeof value === 'boolean' ? Number(value) : value;
};
