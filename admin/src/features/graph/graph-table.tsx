import { Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { GraphNode, GraphView } from '../../../../server/src/contract/graph';
import { JobStatusBadge } from '../../components/job-status-badge';
import { RelativeTime } from '../../components/relative-time';
import { StatusBadge } from '../../components/status-badge';
import { ScrollBox, Table } from '../../components/table-parts';
import { useList } from '../../language';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';

/** The same as the picture, in rows: who waits for whom, and how each is. */
export const GraphTable = ({ graph }: { graph: GraphView }) => {
  const t = useTranslate();
  const list = useList();
  const names = (ids: string[]) =>
    list(graph.jobs.filter(({ documentId }) => ids.includes(documentId)).map(({ name }) => name)) ||
    '–';
  const before = ({ documentId }: GraphNode) =>
    names(graph.edges.filter(({ to }) => to === documentId).map(({ from }) => from));
  const after = ({ documentId }: GraphNode) =>
    names(graph.edges.filter(({ from }) => from === documentId).map(({ to }) => to));
  return (
    <ScrollBox aria-label={t('common.table-of', { title: t('dependencies.title') })} tabIndex={0}>
      <Table>
        <thead>
          <tr>
            <th scope="col">{t('jobs.column.name')}</th>
            <th scope="col">{t('jobs.filter.status')}</th>
            <th scope="col">{t('jobs.column.last')}</th>
            <th scope="col">{t('jobs.column.next')}</th>
            <th scope="col">{t('dependencies.upstreams')}</th>
            <th scope="col">{t('dependencies.starts')}</th>
            <th scope="col">{t('dependencies.dependents')}</th>
          </tr>
        </thead>
        <tbody>
          {graph.jobs.map((job) => (
            <tr key={job.documentId}>
              <td>
                <Link tag={NavLink} to={paths.job(job.documentId)}>
                  {job.name}
                </Link>
              </td>
              <td>
                <JobStatusBadge status={job.status} />
              </td>
              <td>
                {job.lastStatus === null ? (
                  <Typography textColor="neutral600">{t('jobs.last.never')}</Typography>
                ) : (
                  <StatusBadge status={job.lastStatus} />
                )}
              </td>
              <td>
                <RelativeTime at={job.nextRunAt} />
              </td>
              <td>{before(job)}</td>
              <td>{job.mode === null ? '–' : t(`dependencies.mode.${job.mode}`)}</td>
              <td>{after(job)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  );
};
