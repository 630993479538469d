import { useState, type ReactNode } from 'react';

import { Button } from '@strapi/design-system';
import { ChartPie, List } from '@strapi/icons';

import { useTranslate } from '../translate';
import { Panel } from './panel';
import { ScrollBox, Table } from './table-parts';

type Props = {
  title: string;
  chart: ReactNode;
  /** The table's head, then its rows. */
  head: string[];
  rows: ReactNode[][];
};

/** A picture and, one press away, the same numbers as a table. */
export const ChartPanel = ({ title, chart, head, rows }: Props) => {
  const t = useTranslate();
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title={title}
      action={
        <Button
          variant="ghost"
          size="S"
          startIcon={asTable ? <ChartPie /> : <List />}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'common.show-chart' : 'common.show-table')}
        </Button>
      }
    >
      {asTable ? <TableTwin title={title} head={head} rows={rows} /> : chart}
    </Panel>
  );
};

const TableTwin = ({ title, head, rows }: Pick<Props, 'title' | 'head' | 'rows'>) => {
  const t = useTranslate();
  return (
    <ScrollBox
      aria-label={t('common.table-of', { title })}
      tabIndex={0}
      style={{ maxHeight: '32rem' }}
    >
      <Table>
        <thead>
          <tr>
            {head.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            <tr key={index}>
              {cells.map((cell, place) => (
                <td key={place}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  );
};
