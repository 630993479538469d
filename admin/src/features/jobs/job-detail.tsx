import type { ReactNode } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Tabs } from '@strapi/design-system';
import { useSearchParams } from 'react-router-dom';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { WrappingTabs } from '../../components/wrapping-tabs';
import { useTranslate } from '../../translate';
import { JobDependencies } from '../graph/job-dependencies';
import { JobDefinitionView } from './job-definition';
import { JobHeader } from './job-header';
import { JobNotices } from './job-notices';
import { JobOverview } from './job-overview';

const TABS = ['overview', 'executions', 'dependencies', 'definition'] as const;
type Tab = (typeof TABS)[number];

type Props = {
  job: JobView;
  meta: JobMeta;
  /** The newest ones, for health and durations. */
  recent: ExecutionView[];
  /** The job's own executions list; null where the user may not read executions. */
  executions: ReactNode;
};

/** One job: header, then its tabs; the open tab is in the address. */
export const JobDetail = ({ job, meta, recent, executions }: Props) => {
  const t = useTranslate();
  const [search, setSearch] = useSearchParams();
  const tabs = TABS.filter((tab) => tab !== 'executions' || executions !== null);
  const wanted = search.get('tab');
  const open: Tab = tabs.find((tab) => tab === wanted) ?? 'overview';
  const content = {
    overview: <JobOverview job={job} meta={meta} executions={recent} />,
    executions,
    dependencies: <JobDependencies job={job} meta={meta} />,
    definition: <JobDefinitionView job={job} meta={meta} />,
  } satisfies Record<Tab, ReactNode>;
  return (
    <>
      <Page.Title>{job.name}</Page.Title>
      <JobHeader job={job} meta={meta} />
      <Layouts.Content>
        <JobNotices meta={meta} />
        <Tabs.Root variant="simple" value={open} onValueChange={(tab) => setSearch({ tab })}>
          <WrappingTabs aria-label={t('jobs.tabs', { name: job.name })}>
            {tabs.map((tab) => (
              <Tabs.Trigger key={tab} value={tab}>
                {t(`jobs.tab.${tab}`)}
              </Tabs.Trigger>
            ))}
          </WrappingTabs>
          {tabs.map((tab) => (
            <Tabs.Content key={tab} value={tab}>
              <Box paddingTop={5}>{content[tab]}</Box>
            </Tabs.Content>
          ))}
        </Tabs.Root>
      </Layouts.Content>
    </>
  );
};
