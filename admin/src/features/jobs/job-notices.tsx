import { Flex, Typography } from '@strapi/design-system';

import { REASONS } from '../../../../server/src/contract/execution';
import type { BreakerView, JobMeta } from '../../../../server/src/contract/job';
import { Notice } from '../../components/notice';
import { RelativeTime } from '../../components/relative-time';
import { useTranslate, type Translate } from '../../translate';
import { PauseNotice } from '../pauses/pause-notice';

/** What keeps the job from running as planned, above everything else on its page. */
export const JobNotices = ({ meta }: { meta: JobMeta }) => {
  const t = useTranslate();
  const { heldReason, breaker, pause } = meta;
  const isTripped = breaker !== null && breaker.state !== 'closed';
  if (heldReason === null && !isTripped && pause === null) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} paddingBottom={4}>
      {heldReason !== null && (
        <Notice tone="bad" title={t('jobs.held')}>
          <Typography>{heldText(heldReason, t)}</Typography>
        </Notice>
      )}
      {pause !== null && <PauseNotice title={t('pauses.job.paused')} pause={pause} />}
      {isTripped && <BreakerNotice breaker={breaker} />}
    </Flex>
  );
};

const BreakerNotice = ({ breaker }: { breaker: BreakerView }) => {
  const t = useTranslate();
  return (
    <Notice tone="warn" title={t('jobs.breaker.title')}>
      <Typography>{t('jobs.breaker.since', { count: breaker.failuresInARow })}</Typography>
      <Typography>
        {breaker.state === 'half-open' ? (
          t('jobs.breaker.half-open')
        ) : (
          <>
            {t('jobs.breaker.open')} <RelativeTime at={breaker.until} />
          </>
        )}
      </Typography>
      {breaker.state === 'open' && (
        <Typography>{t('jobs.breaker.by-hand', { action: t('jobs.run') })}</Typography>
      )}
    </Notice>
  );
};

const heldText = (heldReason: string, t: Translate): string => {
  const known = REASONS.find((reason) => reason === heldReason);
  return known === undefined ? heldReason : t(`executions.reason.${known}`);
};
