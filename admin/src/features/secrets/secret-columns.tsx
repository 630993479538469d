import { Box, Flex, Typography } from '@strapi/design-system';

import type { SecretView } from '../../../../server/src/contract/secret';
import { NameCell, RowActions } from '../../components/named-row';
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
      render: ({ documentId, name, description }) => (
        <NameCell name={name} description={description} to={paths.secret(documentId)} />
      ),
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
      render: ({ usedBy }) => <Typography>{t('common.job-count', { count: usedBy })}</Typography>,
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
      render: (secret) => (
        <RowActions
          name={secret.name}
          to={paths.secret(secret.documentId)}
          onDelete={() => onDelete(secret)}
        />
      ),
    },
  ];
};

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
