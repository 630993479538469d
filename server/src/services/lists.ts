/** What lists ask for and answer. */

export interface Page {
  offset: number;
  limit: number;
}

export interface Sort<Field extends string> {
  field: Field;
  descending: boolean;
}

export interface Found<T> {
  rows: T[];
  total: number;
}

/**
 * The jobs that a right covers: all of them, none, or those that conditions of Strapi's role editor select. Only the
 * storage looks into `where`.
 */
export type Scope = { jobs: 'all' } | { jobs: 'none' } | { jobs: 'where'; where: object };
