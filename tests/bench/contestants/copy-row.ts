import type { Knex } from 'knex';

import type { DatabaseName } from '../../support/databases';

/** What differs: a fresh documentId, and the numbers from 1 to the one that is bound. */
const SQL: Record<DatabaseName, { documentId: string; numbers: string }> = {
  postgres: {
    documentId: "substr(md5(random()::text || n), 1, 24)",
    numbers: '(SELECT generate_series(1, ?) AS n)',
  },
  sqlite: {
    documentId: 'lower(hex(randomblob(12)))',
    numbers:
      '(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?) SELECT n FROM counted)',
  },
  mysql: {
    documentId: 'LEFT(MD5(CONCAT(UUID(), n)), 24)',
    numbers:
      '(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?) SELECT n FROM counted)',
  },
};

/** Queues far more than anybody would by hand: copies a record that the plugin itself has written. */
export const copyRow = async (
  knex: Knex,
  client: DatabaseName,
  table: string,
  documentId: string,
  copies: number,
  changed: Record<string, string> = {}
): Promise<void> => {
  if (copies < 1) return;
  const found = await knex(table).where({ document_id: documentId }).first();
  const own = { document_id: SQL[client].documentId, ...changed };
  const columns = Object.keys(found).filter((name) => name !== 'id');
  const selected = columns.map((name) => own[name as keyof typeof own] ?? `t.${quoted(client, name)}`);
  await knex.transaction(async (trx) => {
    if (client === 'mysql') await trx.raw(`SET SESSION max_recursive_iterations = ${copies + 1}`);
    await trx.raw(
      `INSERT INTO ${table} (${columns.map((name) => quoted(client, name)).join(', ')})
       SELECT ${selected.join(', ')} FROM ${table} t CROSS JOIN ${SQL[client].numbers} numbers
       WHERE t.document_id = ?`,
      [copies, documentId]
    );
  });
};

const quoted = (client: DatabaseName, name: string): string =>
  client === 'mysql' ? `\`${name}\`` : `"${name}"`;
