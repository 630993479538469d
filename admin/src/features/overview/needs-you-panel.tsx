import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import { Chip, type Tone } from '../../components/chip';
import { Panel } from '../../components/panel';
import { RelativeTime } from '../../components/relative-time';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import type { Need } from './needs-you';

/** What waits for a person, each with the place to deal with it. */
export const NeedsYouPanel = ({ needs }: { needs: Need[] }) => {
  const t = useTranslate();
  return (
    <Panel title={t('overview.needs')}>
      {needs.length === 0 ? (
        <Typography textColor="neutral600">{t('overview.needs.none')}</Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
          {needs.map((need) => (
            <li key={`${need.kind} ${needId(need)}`}>
              <NeedRow need={need} />
            </li>
          ))}
        </Flex>
      )}
    </Panel>
  );
};

const needId = (need: Need): string => {
  if (need.kind === 'approvals') return '';
  return need.kind === 'missed' ? need.execution.documentId : need.job.documentId;
};

const NeedRow = ({ need }: { need: Need }) => {
  const t = useTranslate();
  if (need.kind === 'failing') {
    return (
      <Row
        tone="bad"
        badge={t('overview.needs.failing')}
        text={t('overview.needs.failing.text', { name: need.job.name, count: need.times })}
        action={t('overview.needs.failing.action')}
        to={
          need.job.lastExecution === null
            ? paths.job(need.job.documentId)
            : paths.execution(need.job.lastExecution.documentId)
        }
      />
    );
  }
  if (need.kind === 'held') {
    return (
      <Row
        tone="warn"
        badge={t('common.job-status.held')}
        text={t('overview.needs.held.text', { name: need.job.name })}
        action={t('overview.needs.held.action')}
        to={paths.job(need.job.documentId)}
      />
    );
  }
  if (need.kind === 'approvals') {
    return (
      <Row
        tone="warn"
        badge={t('scripts.status.new')}
        text={t('overview.needs.approvals.text', { count: need.count })}
        action={t('overview.needs.approvals.action')}
        to={paths.scripts()}
      />
    );
  }
  if (need.kind === 'breaker') {
    return (
      <Row
        tone="bad"
        badge={t(`jobs.breaker.badge.${need.breaker.state === 'half-open' ? 'half-open' : 'open'}`)}
        text={t('overview.needs.breaker.text', {
          name: need.job.name,
          count: need.breaker.failuresInARow,
        })}
        action={t('overview.needs.breaker.action')}
        to={paths.job(need.job.documentId)}
      />
    );
  }
  if (need.kind === 'paused') {
    const until = need.job.pausedUntil;
    return (
      <Row
        tone="info"
        badge={t('common.job-status.paused')}
        text={t(until === null ? 'overview.needs.paused.text' : 'overview.needs.paused.until', {
          name: need.job.name,
        })}
        at={until}
        action={t('overview.needs.paused.action')}
        to={paths.job(need.job.documentId)}
      />
    );
  }
  return (
    <Row
      tone="warn"
      badge={t('common.status.missed')}
      text={t('overview.needs.missed.text', { name: need.execution.job.name })}
      at={need.execution.scheduledFor}
      action={t('overview.needs.missed.action')}
      to={paths.execution(need.execution.documentId)}
    />
  );
};

type RowProps = {
  tone: Tone;
  badge: string;
  text: string;
  at?: string | null;
  action: string;
  to: string;
};

const Row = ({ tone, badge, text, at = null, action, to }: RowProps) => (
  <Flex gap={3} wrap="wrap" justifyContent="space-between">
    <Flex gap={3} wrap="wrap">
      <Chip tone={tone}>{badge}</Chip>
      <Typography>{text}</Typography>
      {at !== null && <RelativeTime at={at} textColor="neutral600" />}
    </Flex>
    <Link tag={NavLink} to={to}>
      {action}
    </Link>
  </Flex>
);
