import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';

import { useTranslate } from '../translate';
import { toggled, type Column, type DataTableProps, type Selection } from './table-columns';

/** The narrow form: a list of cards, one a row, with the same cells as labelled lines. */
export const TableCards = <Row extends { documentId: string }>({
  caption,
  columns,
  rows,
  selection,
}: DataTableProps<Row>) => (
  <Flex tag="ul" aria-label={caption} direction="column" alignItems="stretch" gap={3}>
    {rows.map((row) => (
      <li key={row.documentId}>
        <Card row={row} columns={columns} selection={selection} />
      </li>
    ))}
  </Flex>
);

interface CardProps<Row> {
  row: Row;
  columns: Column<Row>[];
  selection: Selection<Row> | undefined;
}

const Card = <Row extends { documentId: string }>({ row, columns, selection }: CardProps<Row>) => {
  const t = useTranslate();
  const at = (place: Column<Row>['place']) => columns.filter((column) => column.place === place);
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" borderColor="neutral150" padding={4}>
      <Flex gap={3} paddingBottom={3}>
        {selection !== undefined && (
          <Checkbox
            aria-label={t('common.select-row', { name: selection.nameOf(row) })}
            checked={selection.ids.has(row.documentId)}
            onCheckedChange={() => selection.change(toggled(selection.ids, row.documentId))}
          />
        )}
        <Box minWidth={0} flex="1">
          {at('title').map(({ key, render }) => (
            <Box key={key}>{render(row)}</Box>
          ))}
        </Box>
      </Flex>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
        {at(undefined).map(({ key, label, render }) => (
          <Flex key={key} gap={4} justifyContent="space-between" alignItems="flex-start">
            <Typography tag="dt" variant="pi" textColor="neutral600">
              {label}
            </Typography>
            <Box tag="dd" minWidth={0} style={{ overflowWrap: 'anywhere' }}>
              {render(row)}
            </Box>
          </Flex>
        ))}
      </Flex>
      <Flex justifyContent="flex-end" paddingTop={3}>
        {at('actions').map(({ key, render }) => (
          <Box key={key}>{render(row)}</Box>
        ))}
      </Flex>
    </Box>
  );
};
