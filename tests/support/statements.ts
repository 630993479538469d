import type { Knex } from 'knex';

import type { SchemaDatabase } from './schema';

export interface Statement {
  sql: string;
  bindings: readonly Knex.Value[];
}

/** Every statement that `work` sends, in its order. */
export const statementsOf = async (
  { knex }: SchemaDatabase,
  work: () => Promise<unknown>
): Promise<Statement[]> => {
  const sent: Statement[] = [];
  const note = ({ sql, bindings }: Statement): unknown => sent.push({ sql, bindings });
  knex.on('query', note);
  try {
    await work();
  } finally {
    knex.removeListener('query', note);
  }
  return sent;
};

/** Whether it reads rows, and so has a plan worth a look. */
export const hasPlan = ({ sql }: Statement): boolean =>
  /^\s*(SELECT|UPDATE|DELETE|WITH)/i.test(sql);

interface Plan {
  /** Names of the indexes that are used. */
  indexes: string[];
  /** What of our tables is read from end to end. */
  fullScans: string[];
}

/** How the database means to find the rows. */
export const planOf = async (
  { knex, client }: SchemaDatabase,
  { sql, bindings }: Statement
): Promise<Plan> => {
  const prefix = client === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
  const answer: unknown = await knex.raw(`${prefix} ${sql.replace(/\$\d+/g, '?')}`, [...bindings]);
  if (client === 'postgres') return postgresPlan(answer as { rows: { 'QUERY PLAN': string }[] });
  if (client === 'mysql') return mysqlPlan((answer as [MysqlStep[]])[0]);
  return sqlitePlan(answer as { detail: string }[]);
};

const matches = (lines: string[], pattern: RegExp): string[] =>
  lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);

const postgresPlan = ({ rows }: { rows: { 'QUERY PLAN': string }[] }): Plan => {
  const lines = rows.map((row) => row['QUERY PLAN']);
  return {
    indexes: [
      ...matches(lines, /Index (?:Only )?Scan using (\w+)/),
      ...matches(lines, /Bitmap Index Scan on (\w+)/),
    ],
    fullScans: matches(lines, /Seq Scan on (job_scheduler_\w+)/),
  };
};

const sqlitePlan = (rows: { detail: string }[]): Plan => {
  const lines = rows.map(({ detail }) => detail);
  return {
    indexes: matches(lines, /USING (?:COVERING )?INDEX (\w+)/),
    fullScans: matches(lines, /^SCAN ((?!clock|v\b|due|CONSTANT|\().*)$/).filter(
      (scan) => !scan.includes('USING')
    ),
  };
};

interface MysqlStep {
  table: string | null;
  type: string | null;
  key: string | null;
}

const mysqlPlan = (steps: MysqlStep[]): Plan => ({
  indexes: steps.flatMap(({ key }) => key ?? []),
  fullScans: steps
    .filter(({ table, type }) => type === 'ALL' && table !== null && !table.startsWith('<'))
    .map(({ table }) => table ?? ''),
});
