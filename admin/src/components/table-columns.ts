import type { ReactNode } from 'react';

import type { ListState } from '../list-query';

export interface Column<Row> {
  key: string;
  label: string;
  /** The API's name of the field that the header sorts by. */
  sortBy?: string;
  render: (row: Row) => ReactNode;
  /** `title` heads a card, `actions` ends it; the rest are its lines. */
  place?: 'title' | 'actions';
}

export interface Selection<Row> {
  ids: ReadonlySet<string>;
  change: (ids: ReadonlySet<string>) => void;
  /** What the row's box is called for a screen reader. */
  nameOf: (row: Row) => string;
}

export interface DataTableProps<Row extends { documentId: string }> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  list?: ListState;
  selection?: Selection<Row>;
}

/** The ids after a row's box was ticked or cleared. */
export const toggled = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
};
