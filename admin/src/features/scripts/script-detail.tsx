import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { Flex, Grid, Typography } from '@strapi/design-system';
import { Check, Cross } from '@strapi/icons';

import { ActionButton } from '../../components/action-button';
import { JobLinks } from '../../components/job-links';
import { Notice } from '../../components/notice';
import { OutdatedNotice } from '../../components/outdated-notice';
import { Panel } from '../../components/panel';
import { paths } from '../../paths';
import { useTranslate, type MessageId } from '../../translate';
import { DecideDialog } from './decide-dialog';
import { whyNotApprove, whyNotReject } from './decision-words';
import { ScriptFacts } from './script-facts';
import { compareWithApproved } from './script-files';
import { ScriptFileView } from './script-file-view';
import { ScriptHistory } from './script-history';
import { ScriptStatusChip } from './script-status';
import { ScriptsNotices } from './scripts-notices';
import type { LoadedScript } from './scripts-api';
import { useDecision } from './use-decision';

interface Props {
  loaded: LoadedScript;
  onDecided: (answer: LoadedScript) => void;
  /** Shows the bytes that are there now. */
  onReload: () => unknown;
}

/** A script as it is asked about: all of its bytes, what changed, who decided what, and the decision. */
export const ScriptDetailView = ({ loaded, onDecided, onReload }: Props) => {
  const t = useTranslate();
  const { data: script, meta } = loaded;
  const decision = useDecision({ script, onDecided });
  const words = (reason: MessageId | null) => (reason === null ? null : t(reason));
  const notApproved = whyNotApprove(script);
  return (
    <>
      <Page.Title>{t('scripts.page-title', { path: script.path })}</Page.Title>
      <Layouts.Header
        title={script.path}
        subtitle={
          <Flex gap={3} wrap="wrap">
            <ScriptStatusChip status={script.status} />
            <Typography textColor="neutral600">{t(`scripts.means.${script.status}`)}</Typography>
          </Flex>
        }
        navigationAction={<BackButton fallback={paths.scripts()} />}
        primaryAction={
          <Flex gap={2} wrap="wrap">
            <ActionButton
              variant="danger-light"
              startIcon={<Cross />}
              blocked={words(whyNotReject(script))}
              onClick={() => decision.ask('reject')}
            >
              {t(script.status === 'approved' ? 'scripts.take-back' : 'scripts.reject')}
            </ActionButton>
            <ActionButton
              variant="success"
              startIcon={<Check />}
              blocked={words(notApproved)}
              onClick={() => decision.ask('approve')}
            >
              {t('scripts.approve')}
            </ActionButton>
          </Flex>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
          {decision.isOutdated && <Outdated onReload={onReload} />}
          <ScriptsNotices meta={meta} />
          {notApproved === 'scripts.blocked.self' && (
            <Notice tone="info" title={t('scripts.self.title')}>
              <Typography>{t('scripts.blocked.self')}</Typography>
            </Notice>
          )}
          <Grid.Root gap={5}>
            <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
              <Panel title={t('scripts.content')}>
                <Files loaded={loaded} />
              </Panel>
            </Grid.Item>
            <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
              <Panel title={t('scripts.facts')}>
                <ScriptFacts script={script} />
              </Panel>
              <Panel title={t('scripts.history')}>
                <ScriptHistory script={script} />
              </Panel>
              <Panel title={t('scripts.column.used')}>
                <UsedBy loaded={loaded} />
              </Panel>
            </Grid.Item>
          </Grid.Root>
        </Flex>
      </Layouts.Content>
      {decision.asked !== null && (
        <DecideDialog
          script={script}
          verb={decision.asked}
          isSending={decision.isSending}
          onConfirm={decision.confirm}
          onClose={() => decision.ask(null)}
        />
      )}
    </>
  );
};

const Outdated = ({ onReload }: Pick<Props, 'onReload'>) => {
  const t = useTranslate();
  return (
    <OutdatedNotice
      title={t('scripts.outdated.title')}
      body={t('scripts.outdated.body')}
      action={t('scripts.outdated.load')}
      onReload={onReload}
    />
  );
};

const Files = ({ loaded: { data } }: Pick<Props, 'loaded'>) => {
  const t = useTranslate();
  const compared = compareWithApproved(data);
  if (compared.length === 0) {
    return <Typography textColor="neutral600">{t('scripts.content.none')}</Typography>;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {compared.map((one) => (
        <ScriptFileView key={one.path} compared={one} />
      ))}
    </Flex>
  );
};

const UsedBy = ({ loaded: { data, meta } }: Pick<Props, 'loaded'>) => {
  const t = useTranslate();
  const unseen = data.usedBy - meta.jobs.length;
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      {data.usedBy === 0 && (
        <Typography textColor="neutral600">{t('scripts.used-by.none')}</Typography>
      )}
      <JobLinks jobs={meta.jobs} />
      {unseen > 0 && (
        <Typography textColor="neutral600">
          {t('calendars.used-by.hidden', { count: unseen })}
        </Typography>
      )}
    </Flex>
  );
};
