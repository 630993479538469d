import { Flex, Grid, Typography } from '@strapi/design-system';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { FactList } from '../../components/fact-list';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/panel';
import { StatusStrip } from '../../components/status-strip';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useText, useTranslate } from '../../translate';
import { useRights } from '../../permissions';
import { WhyPanel } from '../ledger/why-panel';
import { useListSchedulerTemplatesQuery } from '../templates/templates-api';
import { DurationChart } from './duration-chart';
import { healthOf } from './job-health';
import { noScheduleWords } from './no-schedule-words';
import { LimitsPanel } from './limits-panel';
import { Upcoming } from './upcoming';

type Props = {
  job: JobView;
  meta: JobMeta;
  /** The newest ones; empty where the user may not read them. */
  executions: ExecutionView[];
};

/** What the job is, how it does and when it runs next. */
export const JobOverview = ({ job, meta, executions }: Props) => (
  <Grid.Root gap={5}>
    <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
      <AboutPanel job={job} meta={meta} />
      <HealthPanel job={job} meta={meta} executions={executions} />
      <DurationChart executions={executions} />
    </Grid.Item>
    <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
      <Upcoming job={job} meta={meta} />
      <LimitsPanel job={job} meta={meta} />
      <WhyOfJob job={job} executions={executions} />
    </Grid.Item>
  </Grid.Root>
);

const WhyOfJob = ({ job, executions }: Omit<Props, 'meta'>) => {
  const { rights } = useRights();
  if (!rights['executions-read']) return null;
  return <WhyPanel jobId={job.documentId} last={executions[0] ?? null} />;
};

const AboutPanel = ({ job, meta }: Omit<Props, 'executions'>) => {
  const t = useTranslate();
  const text = useText();
  const { data: templates = [] } = useListSchedulerTemplatesQuery();
  const template = templates.find(({ uid }) => uid === job.template);
  const words = job.schedules.map(
    ({ key, timezone }) => `${meta.descriptions[key] ?? key} (${timezone})`
  );
  return (
    <Panel title={t('jobs.about')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {job.description !== '' && (
          <Typography style={{ whiteSpace: 'pre-wrap' }}>{job.description}</Typography>
        )}
        <FactList
          facts={[
            {
              label: t('jobs.filter.template'),
              value: template === undefined ? job.template : text(template.label),
            },
            {
              label: t('jobs.column.schedule'),
              value: words.length === 0 ? noScheduleWords(job, t) : words.join(' · '),
            },
            { label: t('jobs.column.owner'), value: job.owner?.name ?? '–' },
            { label: t('jobs.filter.category'), value: job.category ?? '–' },
            { label: t('jobs.tags'), value: job.tags.length === 0 ? '–' : job.tags.join(', ') },
            { label: t('jobs.created'), value: <Moment at={job.createdAt} /> },
            { label: t('jobs.updated'), value: <Moment at={job.updatedAt} /> },
          ]}
        />
      </Flex>
    </Panel>
  );
};

const HealthPanel = ({ job, meta, executions }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const health = healthOf(executions);
  const duration = (ms: number | null) => (ms === null ? '–' : formatDuration(ms, locale));
  const percent = (share: number | null) =>
    share === null ? '–' : new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
  return (
    <Panel title={t('jobs.health')} action={<StatusStrip statuses={job.recentStatuses} />}>
      <FactList
        facts={[
          { label: t('jobs.health.rate'), value: percent(health.successRate) },
          { label: t('jobs.health.median'), value: duration(health.medianMs) },
          { label: t('jobs.health.delay'), value: duration(health.delayP95Ms) },
          { label: t('jobs.health.executions'), value: job.executionCount },
          { label: t('jobs.health.failures'), value: job.failureCount },
          {
            label: t('jobs.health.streak'),
            value: meta.breaker?.failuresInARow ?? health.failingInARow,
          },
        ]}
      />
    </Panel>
  );
};
