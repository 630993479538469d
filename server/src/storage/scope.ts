import type { Scope } from '../services/ports';

/** A condition with its bindings, ready to be put into a statement. */
export interface Condition {
  sql: string;
  bindings: readonly unknown[];
}

/** A SELECT of the ids of the jobs that a condition of Strapi's role editor selects. */
export type JobIdsWhere = (where: object) => Condition;

/** Whether `column`, a job's id, lies in the scope. A deleted job lies only in the scope of all. */
export const scopeCondition = (
  scope: Scope,
  column: string,
  jobIdsWhere: JobIdsWhere
): Condition[] => {
  if (scope.jobs === 'all') return [];
  if (scope.jobs === 'none') return [{ sql: '1 = 0', bindings: [] }];
  const { sql, bindings } = jobIdsWhere(scope.where);
  return [{ sql: `${column} IN (${sql})`, bindings }];
};

/** All of these, or nothing to say. */
export const whereAll = (conditions: Condition[]): Condition => ({
  sql:
    conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}`,
  bindings: conditions.flatMap(({ bindings }) => bindings),
});

/** A text in any case, anywhere in one of the columns; `%` and `_` are letters like others. */
export const contains = (columns: string[], text: string): Condition => {
  const pattern = `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  return {
    sql: columns.map((column) => `LOWER(${column}) LIKE ? ESCAPE '!'`).join(' OR '),
    bindings: columns.map(() => pattern),
  };
};
