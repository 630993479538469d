import { Box, Typography } from '@strapi/design-system';

import type { ScriptsMeta } from '../../../../server/src/contract/script';
import { Notice } from '../../components/notice';
import { useTranslate } from '../../translate';

/** Why no script runs, or why all of them do. */
export const ScriptsNotices = ({ meta }: { meta: ScriptsMeta }) => (
  <>
    {meta.state === 'off' && <OffNotice />}
    {meta.state === 'refused' && <RefusedNotice meta={meta} />}
    {meta.state === 'ready' && !meta.requireApproval && <NoApprovalNotice />}
  </>
);

const OffNotice = () => {
  const t = useTranslate();
  return (
    <Notice tone="info" title={t('scripts.off.title')}>
      <Typography>{t('scripts.off.body')}</Typography>
      <Code>{'JOB_SCHEDULER_SCRIPTS_DIR=/srv/job-scripts'}</Code>
      <Typography>{t('scripts.off.config')}</Typography>
      <Code>{"scripts: { directory: '/srv/job-scripts' }"}</Code>
      <Typography>{t('scripts.off.trust')}</Typography>
    </Notice>
  );
};

const RefusedNotice = ({ meta: { directory, problems } }: { meta: ScriptsMeta }) => {
  const t = useTranslate();
  return (
    <Notice tone="bad" title={t('scripts.refused.title')}>
      <Typography>{t('scripts.refused.body', { directory: directory ?? '' })}</Typography>
      <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
        {problems.map((problem) => (
          <li key={problem}>
            <Typography style={{ overflowWrap: 'anywhere' }}>{problem}</Typography>
          </li>
        ))}
      </Box>
      <Typography>{t('scripts.off.trust')}</Typography>
    </Notice>
  );
};

const NoApprovalNotice = () => {
  const t = useTranslate();
  return (
    <Notice tone="warn" title={t('scripts.no-approval.title')}>
      <Typography>{t('scripts.no-approval.body')}</Typography>
    </Notice>
  );
};

const Code = ({ children }: { children: string }) => (
  <Typography tag="code" style={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
    {children}
  </Typography>
);
