import { Page } from '@strapi/strapi/admin';

import { NeedsRight } from '../components/needs-right';
import { SecretEditor } from '../features/secrets/secret-editor';
import { useTranslate } from '../translate';

/** `/settings/secrets/new` */
const SecretNewPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="secrets-manage">
      <Page.Main>
        <Page.Title>{t('secrets.create')}</Page.Title>
        <SecretEditor opened={null} onReload={() => undefined} />
      </Page.Main>
    </NeedsRight>
  );
};

export default SecretNewPage;
