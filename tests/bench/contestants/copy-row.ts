import type { Knex } from 'knex';

import type { DatabaseName } from '../../support/databases';

const COUNTED =
  '(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?) SELECT n FROM counted)';

/** What a copy has of its own (documentIds come in the order of time, as those of the plugin do), and the numbers `n` from 1 to the one that is bound. */
const SQL: Record<DatabaseName, { documentId: string; name: string; numbers: string }> = {
  postgres: {
    documentId:
      "'a' || to_char(extract(epoch FROM now()) * 1000 + n, 'FM00000000000000') || substr(md5(random()::text || n), 1, 9)",
    name: "t.name || ' ' || random() || n",
    numbers: '(SELECT generate_series(1, ?) AS n)',
  },
  sqlite: {
    documentId:
      "printf('a%014d', CAST(strftime('%s') AS INTEGER) * 1000 + n) || substr(lower(hex(randomblob(5))), 1, 9)",
    name: "t.name || ' ' || hex(randomblob(8))",
    numbers: COUNTED,
  },
  mysql: {
    documentId:
      "CONCAT('a', LPAD(FLOOR(UNIX_TIMESTAMP(NOW(3)) * 1000) + n, 14, '0'), LEFT(MD5(CONCAT(UUID(), RAND(), n)), 9))",
    name: "CONCAT(t.name, ' ', MD5(CONCAT(UUID(), RAND(), n)))",
    numbers: COUNTED,
  },
};

/** MySQL counts no further in one statement unless it is told to. */
const AT_ONCE: Record<DatabaseName, number> = { postgres: Infinity, sqlite: Infinity, mysql: 1000 };

/**
 * Makes far more records than anybody would by hand: copies one that the plugin itself has written. `changed`: column
 * → SQL, in which `t` is the copied row and `n` the number of the copy.
 */
export const copyRow = async (
  knex: Knex,
  client: DatabaseName,
  { table, documentId }: { table: string; documentId: string },
  copies: number,
  changed: Record<string, string> = {}
): Promise<void> => {
  const { numbers, ...own } = SQL[client];
  const found: Record<string, unknown> = await knex(table)
    .where({ document_id: documentId })
    .first();
  const columns = Object.keys(found).filter((name) => name !== 'id');
  const values: Record<string, string> = {
    document_id: own.documentId,
    name: own.name,
    ...changed,
  };
  const quoted = columns.map((name) => knex.ref(name).toQuery());
  const selected = columns.map((name, at) => values[name] ?? `t.${quoted[at]}`);
  for (let left = copies; left > 0; left -= AT_ONCE[client]) {
    await knex.raw(
      `INSERT INTO ${table} (${quoted.join(', ')})
       SELECT ${selected.join(', ')} FROM ${table} t CROSS JOIN ${numbers} numbers
       WHERE t.document_id = ?`,
      [Math.min(left, AT_ONCE[client]), documentId]
    );
  }
};
