import { Checkbox, Flex, IconButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import { styled } from 'styled-components';

import { useTranslate } from '../translate';
import { toggled, type Column, type DataTableProps, type Selection } from './table-columns';
import { nextSort, type ListState } from '../list-query';
import { ScrollBox, Table } from './table-parts';

/** The wide form: a plain table, so that Tab and screen readers work as everywhere. */
export const TableGrid = <Row extends { documentId: string }>({
  caption,
  columns,
  rows,
  list,
  selection,
}: DataTableProps<Row>) => (
  <ScrollBox aria-label={caption} tabIndex={0}>
    <Table>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          {selection !== undefined && <SelectAll rows={rows} selection={selection} />}
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} list={list} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.documentId}>
            {selection !== undefined && <SelectRow row={row} selection={selection} />}
            {columns.map(({ key, render }) => (
              <td key={key}>{render(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  </ScrollBox>
);

interface HeaderProps<Row> {
  column: Column<Row>;
  list: ListState | undefined;
}

const HeaderCell = <Row,>({ column, list }: HeaderProps<Row>) => {
  const t = useTranslate();
  const { label, sortBy, place } = column;
  const [sorted, direction] = (list?.query.sort ?? '').split(':');
  const active = sortBy !== undefined && sorted === sortBy;
  if (place === 'actions') {
    return (
      <th scope="col">
        <VisuallyHidden>{label}</VisuallyHidden>
      </th>
    );
  }
  return (
    <th
      scope="col"
      {...(active ? { 'aria-sort': direction === 'asc' ? 'ascending' : 'descending' } : {})}
    >
      <Flex inline gap={1}>
        <Typography variant="sigma" textColor="neutral600">
          {label}
        </Typography>
        {sortBy !== undefined && list !== undefined && (
          <SortButton
            variant="ghost"
            size="XS"
            label={t('common.sort.by', { column: label })}
            $active={active}
            onClick={() => list.change({ sort: nextSort(list.query.sort, sortBy) })}
          >
            {active && direction === 'asc' ? <CaretUp /> : <CaretDown />}
          </SortButton>
        )}
      </Flex>
    </th>
  );
};

const SortButton = styled(IconButton)<{ $active: boolean }>`
  opacity: ${({ $active }) => ($active ? 1 : 0.5)};
`;

const SelectAll = <Row extends { documentId: string }>({
  rows,
  selection,
}: {
  rows: Row[];
  selection: Selection<Row>;
}) => {
  const t = useTranslate();
  const chosen = rows.filter(({ documentId }) => selection.ids.has(documentId)).length;
  const every = chosen === rows.length && rows.length > 0;
  return (
    <th scope="col">
      <Checkbox
        aria-label={t('common.select-all')}
        checked={every ? true : chosen > 0 ? 'indeterminate' : false}
        onCheckedChange={() =>
          selection.change(new Set(every ? [] : rows.map(({ documentId }) => documentId)))
        }
      />
    </th>
  );
};

const SelectRow = <Row extends { documentId: string }>({
  row,
  selection,
}: {
  row: Row;
  selection: Selection<Row>;
}) => {
  const t = useTranslate();
  return (
    <td>
      <Checkbox
        aria-label={t('common.select-row', { name: selection.nameOf(row) })}
        checked={selection.ids.has(row.documentId)}
        onCheckedChange={() => selection.change(toggled(selection.ids, row.documentId))}
      />
    </td>
  );
};
