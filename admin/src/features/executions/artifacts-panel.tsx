import { useState } from 'react';

import { useFetchClient, useNotification } from '@strapi/strapi/admin';
import { Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { styled } from 'styled-components';

import type { ArtifactView } from '../../../../server/src/contract/artifact';
import type { ExecutionView } from '../../../../server/src/contract/execution';
import { ActionButton } from '../../components/action-button';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/panel';
import { formatBytes } from '../../format-bytes';
import { useIntlLocale } from '../../language';
import { usePollingInterval } from '../../polling';
import { useTranslate } from '../../translate';
import { downloadArtifact, useListSchedulerArtifactsQuery } from './artifacts-api';
import { isFinal } from './timeline';

type Props = { execution: ExecutionView };

/** The files that the execution produced. */
export const ArtifactsPanel = ({ execution }: Props) => {
  const t = useTranslate();
  return (
    <Panel title={t('executions.artifacts')}>
      <Artifacts execution={execution} />
    </Panel>
  );
};

const Artifacts = ({ execution: { documentId, status } }: Props) => {
  const t = useTranslate();
  const isOver = isFinal(status);
  const { data, error, refetch } = useListSchedulerArtifactsQuery(
    { documentId, status },
    { pollingInterval: usePollingInterval(isOver ? 'still' : 'calm') }
  );
  if (error !== undefined && data === undefined) return <Failed onRetry={refetch} />;
  if (data === undefined) return <Quiet words={t('common.loading')} />;
  if (data.data.length === 0)
    return <Quiet words={t(`executions.artifacts.${isOver ? 'empty' : 'empty-yet'}`)} />;
  const withheld = new Set(data.meta.withheld);
  return (
    <List>
      {data.data.map((artifact) => (
        <Item key={artifact.documentId}>
          <Description artifact={artifact} />
          <DownloadArtifact
            execution={documentId}
            artifact={artifact}
            blocked={withheld.has(artifact.documentId) ? t('executions.artifacts.withheld') : null}
          />
        </Item>
      ))}
    </List>
  );
};

const Quiet = ({ words }: { words: string }) => (
  <Typography tag="p" textColor="neutral600">
    {words}
  </Typography>
);

const Failed = ({ onRetry }: { onRetry: () => unknown }) => {
  const t = useTranslate();
  return (
    <Flex gap={3} wrap="wrap" role="alert">
      <Typography tag="p">{t('executions.artifacts.failed')}</Typography>
      <Button variant="tertiary" size="S" onClick={() => onRetry()}>
        {t('common.retry')}
      </Button>
    </Flex>
  );
};

const Description = ({ artifact }: { artifact: ArtifactView }) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const { name, size, mime, sha256, createdAt } = artifact;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
      <Breaking tag="span" fontWeight="semiBold">
        {name}
      </Breaking>
      <Flex gap={2} wrap="wrap">
        <Breaking tag="span" variant="pi" textColor="neutral600">
          {t('executions.artifacts.about', { size: formatBytes(size, locale), mime })}
        </Breaking>
        <Moment at={createdAt} variant="pi" textColor="neutral600" />
      </Flex>
      <Breaking tag="span" variant="pi" textColor="neutral600">
        {t('executions.artifacts.fingerprint')} <code>{sha256}</code>
      </Breaking>
    </Flex>
  );
};

interface DownloadProps {
  execution: string;
  artifact: ArtifactView;
  blocked: string | null;
}

const DownloadArtifact = ({ execution, artifact, blocked }: DownloadProps) => {
  const t = useTranslate();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [loading, setLoading] = useState(false);
  const download = async (): Promise<void> => {
    setLoading(true);
    try {
      await downloadArtifact(get, execution, artifact);
    } catch (error) {
      toggleNotification({ type: 'danger', message: t(reasonOf(error), { name: artifact.name }) });
    } finally {
      setLoading(false);
    }
  };
  return (
    <ActionButton
      variant="tertiary"
      size="S"
      startIcon={<Download />}
      loading={loading}
      blocked={blocked}
      onClick={download}
    >
      {t('executions.artifacts.download')}
      <VisuallyHidden> {artifact.name}</VisuallyHidden>
    </ActionButton>
  );
};

const reasonOf = (error: unknown) =>
  (error as { status?: unknown }).status === 503
    ? 'executions.artifacts.gone'
    : 'executions.artifacts.download-failed';

const Breaking = styled(Typography)`
  overflow-wrap: anywhere;
`;

const List = styled.ul`
  display: flex;
  flex-direction: column;
  list-style: none;
`;

const Item = styled.li`
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  justify-content: space-between;
  gap: ${({ theme }) => theme.spaces[3]};
  padding: ${({ theme }) => theme.spaces[3]} 0;

  &:first-child {
    padding-top: 0;
  }

  &:last-child {
    padding-bottom: 0;
  }

  & + & {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }

  > :first-child {
    flex: 1 1 24rem;
  }
`;
