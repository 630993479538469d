import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ScriptView } from '../../../../server/src/contract/script';
import { RelativeTime } from '../../components/relative-time';
import type { Column } from '../../components/table-columns';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { ShortDigest } from './digest';
import { ScriptStatusChip } from './script-status';

/** The columns of the list of scripts. */
export const useScriptColumns = (): Column<ScriptView>[] => {
  const t = useTranslate();
  return [
    {
      key: 'path',
      label: t('scripts.column.path'),
      sortBy: 'path',
      place: 'title',
      render: (script) => <PathCell script={script} />,
    },
    {
      key: 'status',
      label: t('scripts.column.status'),
      sortBy: 'status',
      render: ({ status }) => <ScriptStatusChip status={status} />,
    },
    {
      key: 'type',
      label: t('scripts.column.type'),
      render: ({ type }) => <Typography>{t(`scripts.type.${type}`)}</Typography>,
    },
    {
      key: 'digest',
      label: t('scripts.column.digest'),
      render: ({ digest }) => <ShortDigest digest={digest} />,
    },
    {
      key: 'used',
      label: t('scripts.column.used'),
      sortBy: 'usedBy',
      render: ({ usedBy }) => <Typography>{t('common.job-count', { count: usedBy })}</Typography>,
    },
    {
      key: 'decision',
      label: t('scripts.column.decision'),
      render: ({ decision }) => <DecisionCell decision={decision} />,
    },
  ];
};

const PathCell = ({ script }: { script: ScriptView }) => (
  <Box maxWidth="40rem">
    <Link
      tag={NavLink}
      to={paths.script(script.documentId)}
      style={{ overflowWrap: 'anywhere', unicodeBidi: 'isolate' }}
    >
      {script.path}
    </Link>
    {script.description !== null && (
      <Typography tag="p" variant="pi" textColor="neutral600" ellipsis>
        {script.description}
      </Typography>
    )}
  </Box>
);

const DecisionCell = ({ decision }: Pick<ScriptView, 'decision'>) => {
  const t = useTranslate();
  if (decision === null) {
    return <Typography textColor="neutral600">{t('scripts.decision.none')}</Typography>;
  }
  return (
    <Flex direction="column" alignItems="flex-start">
      <Typography>{decision.by.name ?? t('scripts.decision.unknown')}</Typography>
      <RelativeTime at={decision.at} variant="pi" textColor="neutral600" />
    </Flex>
  );
};
