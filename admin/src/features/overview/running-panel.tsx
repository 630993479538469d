import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import { Panel } from '../../components/panel';
import { StatusBadge } from '../../components/status-badge';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { RunningDuration } from '../executions/execution-columns';
import { ProgressCell } from '../executions/progress-cell';

/** What runs and what is about to. */
export const RunningPanel = ({ executions }: { executions: ExecutionView[] }) => {
  const t = useTranslate();
  return (
    <Panel
      title={t('overview.running')}
      action={
        <Link tag={NavLink} to={paths.executions({ status: 'running' })}>
          {t('overview.see-all')}
        </Link>
      }
    >
      {executions.length === 0 ? (
        <Typography textColor="neutral600">{t('overview.running.none')}</Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
          {executions.map((execution) => (
            <li key={execution.documentId}>
              <Flex gap={3} wrap="wrap" justifyContent="space-between">
                <Flex gap={3} wrap="wrap">
                  <StatusBadge status={execution.status} />
                  <Link tag={NavLink} to={paths.execution(execution.documentId)}>
                    {execution.job.name}
                  </Link>
                  <RunningDuration execution={execution} textColor="neutral600" />
                </Flex>
                {execution.progress !== null && <ProgressCell progress={execution.progress} />}
              </Flex>
            </li>
          ))}
        </Flex>
      )}
    </Panel>
  );
};
