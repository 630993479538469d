import { Flex, Typography } from '@strapi/design-system';

import type { ExecutionMeta, ExecutionView } from '../../../../server/src/contract/execution';
import { Duration } from '../../components/duration';
import type { Fact } from '../../components/fact-list';
import { Moment } from '../../components/moment';
import { useTranslate } from '../../translate';
import { RunningDuration } from './execution-columns';

type Props = { execution: ExecutionView; meta: ExecutionMeta };

/** Who, when, where. */
export const ExecutionFacts = ({ execution, meta }: Props) => {
  const t = useTranslate();
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
    meta.note === null ? null : { label: t('executions.note'), value: meta.note },
    { label: t('executions.occurrence'), value: execution.occurrenceId },
  ];
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
      {facts
        .filter((fact) => fact !== null)
        .map(({ label, value }) => (
          <Flex key={label} gap={4} justifyContent="space-between" alignItems="flex-start">
            <Typography tag="dt" variant="pi" textColor="neutral600">
              {label}
            </Typography>
            <Typography
              tag="dd"
              variant="pi"
              textAlign="right"
              style={{ overflowWrap: 'anywhere', minWidth: 0 }}
            >
              {value}
            </Typography>
          </Flex>
        ))}
    </Flex>
  );
};
