import type { ComponentProps } from 'react';

import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { Box, Flex, Grid, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ExecutionMeta, ExecutionView } from '../../../../server/src/contract/execution';
import { JsonView } from '../../components/json-view';
import { Panel } from '../../components/panel';
import { StatusBadge } from '../../components/status-badge';
import { formatDuration, formatMoment } from '../../format-time';
import { useIntlLocale, useList } from '../../language';
import { useNowAs } from '../../now';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { ArtifactsPanel } from './artifacts-panel';
import { ExecutionActions } from './execution-actions';
import { ExecutionFacts } from './execution-facts';
import { LogPanel } from './log-panel';
import { ProgressCell } from './progress-cell';
import { summaryOf } from './summary';
import { TimelineList } from './timeline-list';
import { whySentences } from './why-sentences';

type Facts = {
  execution: ExecutionView;
  meta: ExecutionMeta;
  /** The name of the limit that its job shares with others; null where it has none or is not known. */
  limitKey: string | null;
};
type Props = Facts & Pick<ComponentProps<typeof ExecutionActions>, 'owner'>;

/** One execution: what happened in a sentence, then step by step, then line by line. */
export const ExecutionDetail = ({ execution, meta, limitKey, owner }: Props) => {
  const t = useTranslate();
  const { job, status, progress } = execution;
  return (
    <>
      <Page.Title>{t('executions.page-title', { name: job.name })}</Page.Title>
      <Layouts.Header
        title={job.name}
        navigationAction={<BackButton fallback={paths.executions()} />}
        subtitle={
          <Flex direction="column" alignItems="stretch" gap={1}>
            <Flex gap={3} wrap="wrap">
              <StatusBadge status={status} />
              <Summary execution={execution} meta={meta} limitKey={limitKey} />
            </Flex>
            <Why execution={execution} meta={meta} />
          </Flex>
        }
        primaryAction={<ExecutionActions execution={execution} meta={meta} owner={owner} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <ErrorBox execution={execution} />
          {status === 'running' && progress !== null && <ProgressCell progress={progress} />}
          <Grid.Root gap={5}>
            <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
              <Panel title={t('executions.log')}>
                <LogPanel execution={execution} />
              </Panel>
              <ArtifactsPanel execution={execution} />
            </Grid.Item>
            <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
              <Panel title={t('executions.timeline')}>
                <TimelineList execution={execution} meta={meta} />
              </Panel>
              <Panel
                title={t('executions.facts')}
                action={
                  <Link tag={NavLink} to={paths.job(job.documentId)}>
                    {t('executions.to-job')}
                  </Link>
                }
              >
                <ExecutionFacts execution={execution} meta={meta} />
              </Panel>
            </Grid.Item>
          </Grid.Root>
          <InputAndResult execution={execution} />
        </Flex>
      </Layouts.Content>
    </>
  );
};

const Summary = ({ execution, meta, limitKey }: Facts) => {
  const t = useTranslate();
  const list = useList();
  const locale = useIntlLocale();
  const duration = (ms: number) => formatDuration(ms, locale);
  const summary = useNowAs(1_000, (now) =>
    summaryOf(execution, meta, { t, list, limitKey, duration, now })
  );
  return <Typography tag="p">{summary}</Typography>;
};

/** What made it: its schedule, the jobs before it or a person. */
const Why = ({ execution, meta }: Omit<Facts, 'limitKey'>) => {
  const t = useTranslate();
  const list = useList();
  const locale = useIntlLocale();
  const moment = (iso: string) => formatMoment(iso, locale);
  return (
    <Typography tag="p" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
      {whySentences(execution, meta, { t, list, moment }).join(' ')}
    </Typography>
  );
};

/** A cancelled one did what it was told: nothing to be alarmed at. */
const ErrorBox = ({ execution: { error, status } }: { execution: ExecutionView }) => {
  const t = useTranslate();
  if (error === null || status === 'cancelled') return null;
  return (
    <Box padding={4} hasRadius background="danger100" borderColor="danger200" role="alert">
      <Typography
        tag="p"
        fontWeight="bold"
        textColor="danger700"
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {error.message === '' ? t('common.error') : error.message}
      </Typography>
      <Typography tag="p" variant="pi" textColor="danger700">
        {[error.name, error.code].filter((part) => part !== null).join(' · ')}
      </Typography>
    </Box>
  );
};

const InputAndResult = ({ execution }: { execution: ExecutionView }) => {
  const t = useTranslate();
  const { parameters, result } = execution;
  const hasResult = result !== null && result !== undefined;
  return (
    <Grid.Root gap={5}>
      <Grid.Item col={hasResult ? 6 : 12} s={12} xs={12} alignItems="stretch">
        <Panel title={t('executions.inputs')}>
          <JsonView label={t('executions.inputs')} value={parameters} />
        </Panel>
      </Grid.Item>
      {hasResult && (
        <Grid.Item col={6} s={12} xs={12} alignItems="stretch">
          <Panel title={t('executions.result')}>
            <JsonView label={t('executions.result')} value={result} />
          </Panel>
        </Grid.Item>
      )}
    </Grid.Root>
  );
};
