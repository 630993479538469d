import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { UpstreamView } from '../../../../server/src/contract/execution';
import type { ExecutionMeta, ExecutionView } from '../../../../server/src/contract/execution';
import { Duration } from '../../components/duration';
import { FactLines } from '../../components/fact-lines';
import type { Fact } from '../../components/fact-list';
import { Moment } from '../../components/moment';
import { StatusBadge } from '../../components/status-badge';
import { formatMoment } from '../../format-time';
import { useIntlLocale, useList } from '../../language';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { RunningDuration } from './execution-columns';

type Props = { execution: ExecutionView; meta: ExecutionMeta };

/** Who, when, where. */
export const ExecutionFacts = ({ execution, meta }: Props) => {
  const t = useTranslate();
  const list = useList();
  const { startedBy, node, exitCode } = execution;
  const facts: (Fact | null)[] = [
    {
      label: t('executions.column.trigger'),
      value: [t(`common.trigger.${execution.trigger}`), startedBy?.name]
        .filter((part) => part !== null && part !== undefined)
        .join(' · '),
    },
    {
      label: t('executions.column.scheduled'),
      value: <Moment at={execution.scheduledFor} variant="pi" />,
    },
    {
      label: t('executions.column.started'),
      value: <Moment at={execution.startedAt} variant="pi" />,
    },
    {
      label: t('executions.column.delay'),
      value: <Duration ms={execution.delayMs} variant="pi" />,
    },
    {
      label: t('executions.column.duration'),
      value: <RunningDuration execution={execution} variant="pi" />,
    },
    {
      label: t('executions.attempts'),
      value: t('executions.attempts-of', {
        attempt: execution.attempt,
        maxAttempts: execution.maxAttempts,
      }),
    },
    { label: t('executions.column.node'), value: node ?? '–' },
    exitCode === null ? null : { label: t('executions.exit-code'), value: exitCode },
    meta.schedule === null ? null : { label: t('executions.schedule'), value: meta.schedule },
    meta.merged.length === 0 ? null : { label: t('executions.merged'), value: list(meta.merged) },
    missedRange(execution, meta) === null
      ? null
      : { label: t('executions.missed-range'), value: <MissedRange {...{ execution, meta }} /> },
    meta.upstreams.length === 0
      ? null
      : { label: t('executions.upstreams'), value: <Upstreams upstreams={meta.upstreams} /> },
    meta.note === null ? null : { label: t('executions.note'), value: meta.note },
    { label: t('executions.occurrence'), value: execution.occurrenceId },
  ];
  return <FactLines facts={facts.filter((fact) => fact !== null)} />;
};

/** From the oldest to the newest of the times that a `missed` record stands for; null where it is one. */
const missedRange = (
  { scheduledFor }: ExecutionView,
  { missedCount, missedFrom }: ExecutionMeta
) =>
  missedCount === null || missedFrom === null || scheduledFor === null
    ? null
    : { count: missedCount, from: missedFrom, to: scheduledFor };

const MissedRange = ({ execution, meta }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const range = missedRange(execution, meta);
  if (range === null) return null;
  return (
    <>
      {t('executions.missed-range.of', {
        count: range.count,
        from: formatMoment(range.from, locale),
        to: formatMoment(range.to, locale),
      })}
    </>
  );
};

/** The executions before this one, each with what came of it. */
const Upstreams = ({ upstreams }: { upstreams: UpstreamView[] }) => {
  const t = useTranslate();
  return (
    <Flex tag="ul" direction="column" alignItems="flex-end" gap={2}>
      {upstreams.map(({ job, execution }) => (
        <li key={job.documentId}>
          <Flex gap={2} wrap="wrap" justifyContent="flex-end">
            <Link
              tag={NavLink}
              to={
                execution === null
                  ? paths.job(job.documentId)
                  : paths.execution(execution.documentId)
              }
            >
              {job.name}
            </Link>
            {execution === null ? (
              <Typography variant="pi" textColor="neutral600">
                {t('executions.upstreams.open')}
              </Typography>
            ) : (
              <StatusBadge status={execution.status} />
            )}
          </Flex>
        </li>
      ))}
    </Flex>
  );
};
