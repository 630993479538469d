import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { Pencil, Trash } from '@strapi/icons';
import { NavLink, useNavigate } from 'react-router-dom';

import type { SecretView } from '../../../../server/src/contract/secret';
import { IconAction } from '../../components/icon-action';
import { RelativeTime } from '../../components/relative-time';
import type { Column } from '../../components/table-columns';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { Fingerprint } from './secret-facts';

/** The columns of the list of secrets. */
export const useSecretColumns = (onDelete: (secret: SecretView) => void): Column<SecretView>[] => {
  const t = useTranslate();
  return [
    {
      key: 'name',
      label: t('secrets.name'),
      place: 'title',
      render: (secret) => <NameCell secret={secret} />,
    },
    {
      key: 'fingerprint',
      label: t('secrets.column.fingerprint'),
      render: ({ fingerprint, provider }) =>
        provider === 'local' ? (
          <Fingerprint fingerprint={fingerprint} />
        ) : (
          <Typography textColor="neutral600">{t(`secrets.provider.${provider}`)}</Typography>
        ),
    },
    {
      key: 'bindings',
      label: t('secrets.bindings'),
      render: (secret) => <BindingsCell secret={secret} />,
    },
    {
      key: 'used',
      label: t('secrets.used-by'),
      render: ({ usedBy }) => (
        <Typography>{t('calendars.used-by.count', { count: usedBy })}</Typography>
      ),
    },
    {
      key: 'updated',
      label: t('secrets.column.updated'),
      render: ({ updatedAt, updatedBy }) => (
        <Flex direction="column" alignItems="flex-start">
          <RelativeTime at={updatedAt} />
          <Typography variant="pi" textColor="neutral600">
            {updatedBy?.name ?? ''}
          </Typography>
        </Flex>
      ),
    },
    {
      key: 'actions',
      label: t('common.actions'),
      place: 'actions',
      render: (secret) => <RowActions secret={secret} onDelete={() => onDelete(secret)} />,
    },
  ];
};

const NameCell = ({ secret: { documentId, name, description } }: { secret: SecretView }) => (
  <Box maxWidth="40rem">
    <Link tag={NavLink} to={paths.secret(documentId)} style={{ overflowWrap: 'anywhere' }}>
      {name}
    </Link>
    {description !== '' && (
      <Typography tag="p" variant="pi" textColor="neutral600" ellipsis>
        {description}
      </Typography>
    )}
  </Box>
);

const BindingsCell = ({
  secret: { allowedHosts, allowedScripts },
}: {
  secret: Pick<SecretView, 'allowedHosts' | 'allowedScripts'>;
}) => {
  const t = useTranslate();
  if (allowedHosts.length + allowedScripts.length === 0) {
    return <Typography textColor="neutral600">{t('secrets.bindings.none')}</Typography>;
  }
  return (
    <Box maxWidth="28rem">
      {allowedHosts.length > 0 && (
        <Typography tag="p" ellipsis>
          {allowedHosts.join(', ')}
        </Typography>
      )}
      {allowedScripts.length > 0 && (
        <Typography tag="p">
          {t('secrets.bindings.scripts', { count: allowedScripts.length })}
        </Typography>
      )}
    </Box>
  );
};

const RowActions = ({
  secret: { documentId, name },
  onDelete,
}: {
  secret: SecretView;
  onDelete: () => void;
}) => {
  const t = useTranslate();
  const navigate = useNavigate();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconAction
        label={t('calendars.edit-named', { name })}
        onClick={() => navigate(paths.secret(documentId))}
      >
        <Pencil />
      </IconAction>
      <IconAction label={t('calendars.delete-named', { name })} onClick={onDelete}>
        <Trash />
      </IconAction>
    </Flex>
  );
};
