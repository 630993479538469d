import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import { ArrowsCounterClockwise, Plus } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { ActionButton } from '../components/action-button';
import { NeedsRight } from '../components/needs-right';
import { RotateDialog } from '../features/secrets/rotate-dialog';
import { SecretList } from '../features/secrets/secret-list';
import { useKeyMissing } from '../features/secrets/use-key-missing';
import { paths } from '../paths';
import { useTranslate } from '../translate';

/** `/settings/secrets` */
const SecretsPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="secrets-manage">
      <Page.Main>
        <Page.Title>{t('secrets.title')}</Page.Title>
        <Layouts.Header
          title={t('secrets.title')}
          subtitle={t('secrets.subtitle')}
          primaryAction={<Actions />}
        />
        <SecretList />
      </Page.Main>
    </NeedsRight>
  );
};

export default SecretsPage;

const Actions = () => {
  const t = useTranslate();
  const navigate = useNavigate();
  const blocked = useKeyMissing();
  const [rotates, setRotates] = useState(false);
  return (
    <Flex gap={2} wrap="wrap">
      <ActionButton
        variant="secondary"
        startIcon={<ArrowsCounterClockwise />}
        blocked={blocked}
        onClick={() => setRotates(true)}
      >
        {t('secrets.rotate')}
      </ActionButton>
      <ActionButton
        startIcon={<Plus />}
        blocked={blocked}
        onClick={() => navigate(paths.newSecret())}
      >
        {t('secrets.create')}
      </ActionButton>
      {rotates && <RotateDialog onClose={() => setRotates(false)} />}
    </Flex>
  );
};
