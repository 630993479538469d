import { useState } from 'react';

import { Button, Flex, Link, Loader, Typography } from '@strapi/design-system';
import { ArrowLeft, ArrowRight } from '@strapi/icons';
import { NavLink } from 'react-router-dom';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { LedgerVerdict, LedgerView } from '../../../../server/src/contract/ledger';
import { Chip, type Tone } from '../../components/chip';
import { ErrorState } from '../../components/error-state';
import { Panel } from '../../components/panel';
import { StatusBadge } from '../../components/status-badge';
import { formatMoment, viewerZone } from '../../format-time';
import { useIntlLocale } from '../../language';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { InstantField } from '../schedules/instant-field';
import { useGetSchedulerLedgerQuery } from './ledger-api';

type Props = {
  jobId: string;
  /** The newest one, to begin with; null where there is none. */
  last: Pick<ExecutionView, 'scheduledFor' | 'queuedAt'> | null;
};

/** Asks about an instant and answers why the job ran then, or did not. */
export const WhyPanel = ({ jobId, last }: Props) => {
  const t = useTranslate();
  const [at, setAt] = useState<string | null>(null);
  return (
    <Panel title={t('ledger.title')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography textColor="neutral600">{t('ledger.about')}</Typography>
        <InstantField
          label={t('ledger.at')}
          hint={t('ledger.at.hint', { zone: viewerZone() })}
          timezone={viewerZone()}
          value={at}
          error={undefined}
          onChange={setAt}
        />
        {at === null && last !== null && (
          <Flex>
            <Button
              variant="tertiary"
              size="S"
              onClick={() => setAt(last.scheduledFor ?? last.queuedAt)}
            >
              {t('ledger.last')}
            </Button>
          </Flex>
        )}
        <div aria-live="polite">
          {at !== null && <AskedAnswer jobId={jobId} at={at} onAsk={setAt} />}
        </div>
      </Flex>
    </Panel>
  );
};

type AskProps = { jobId: string; at: string; onAsk: (at: string) => void };

const AskedAnswer = ({ jobId, at, onAsk }: AskProps) => {
  const t = useTranslate();
  const { data, error, isLoading, refetch } = useGetSchedulerLedgerQuery({ id: jobId, at });
  if (isLoading) return <Loader small>{t('common.loading')}</Loader>;
  if (data === undefined || error !== undefined) {
    return <ErrorState error={error} onRetry={refetch} />;
  }
  return <LedgerAnswer answer={data} onAsk={onAsk} />;
};

const TONES = {
  recorded: 'info',
  'not-scheduled': 'calm',
  'before-job': 'calm',
  off: 'warn',
  pending: 'active',
  forgotten: 'calm',
  unknown: 'bad',
} satisfies Record<LedgerVerdict, Tone>;

type AnswerProps = { answer: LedgerView; onAsk: (at: string) => void };

const LedgerAnswer = ({ answer, onAsk }: AnswerProps) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const { at, verdict, explanation, execution, previousAt, nextAt } = answer;
  return (
    <Flex
      tag="section"
      aria-label={t('ledger.answer')}
      direction="column"
      alignItems="stretch"
      gap={3}
    >
      <Flex gap={2} wrap="wrap">
        {execution === null ? (
          <Chip tone={TONES[verdict]}>{t(`ledger.verdict.${verdict}`)}</Chip>
        ) : (
          <StatusBadge status={execution.status} />
        )}
        <Typography fontWeight="bold">
          {t('ledger.for', { at: formatMoment(at, locale) })}
        </Typography>
      </Flex>
      <Typography style={{ overflowWrap: 'anywhere' }}>{explanation}</Typography>
      {execution !== null && (
        <Link tag={NavLink} to={paths.execution(execution.documentId)}>
          {t('ledger.open')}
        </Link>
      )}
      <Flex gap={2} wrap="wrap">
        {previousAt !== null && (
          <Button
            variant="tertiary"
            size="S"
            startIcon={<ArrowLeft />}
            onClick={() => onAsk(previousAt)}
          >
            {t('ledger.previous', { at: formatMoment(previousAt, locale) })}
          </Button>
        )}
        {nextAt !== null && (
          <Button
            variant="tertiary"
            size="S"
            endIcon={<ArrowRight />}
            onClick={() => onAsk(nextAt)}
          >
            {t('ledger.next', { at: formatMoment(nextAt, locale) })}
          </Button>
        )}
      </Flex>
    </Flex>
  );
};
