import { useIsMobile } from '@strapi/strapi/admin';

import { TableCards } from './table-cards';
import type { DataTableProps } from './table-columns';
import { TableGrid } from './table-grid';

/** Rows as a table, or as cards where there is no room for one. */
export const DataTable = <Row extends { documentId: string }>(props: DataTableProps<Row>) =>
  useIsMobile() ? <TableCards {...props} /> : <TableGrid {...props} />;
