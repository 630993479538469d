import { Typography } from '@strapi/design-system';

import type { SecretView } from '../../../../server/src/contract/secret';
import { FactList } from '../../components/fact-list';
import { Moment } from '../../components/moment';
import { useTranslate } from '../../translate';

/** What is known of a secret besides its value. */
export const SecretFacts = ({ secret }: { secret: SecretView }) => {
  const t = useTranslate();
  return (
    <FactList
      facts={[
        {
          label: t('secrets.column.fingerprint'),
          value: <Fingerprint fingerprint={secret.fingerprint} />,
        },
        { label: t('secrets.version'), value: secret.version },
        { label: t('secrets.provider'), value: t(`secrets.provider.${secret.provider}`) },
        { label: t('secrets.key'), value: secret.keyId ?? '–' },
        { label: t('secrets.created'), value: <Moment at={secret.createdAt} /> },
        { label: t('secrets.column.updated'), value: <Moment at={secret.updatedAt} /> },
        { label: t('secrets.updated-by'), value: secret.updatedBy?.name ?? '–' },
      ]}
    />
  );
};

/** Tells whether two values are the same without telling what they are; of what is kept elsewhere there is none. */
export const Fingerprint = ({ fingerprint }: Pick<SecretView, 'fingerprint'>) =>
  fingerprint === null ? (
    <>–</>
  ) : (
    <Typography tag="code" style={{ fontFamily: 'monospace' }}>
      {fingerprint}
    </Typography>
  );
