import { Layouts, Page } from '@strapi/strapi/admin';

import { NeedsRight } from '../components/needs-right';
import { ScriptList } from '../features/scripts/script-list';
import { useTranslate } from '../translate';

/** `/settings/scripts` */
const ScriptsPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="scripts-read">
      <Page.Main>
        <Page.Title>{t('scripts.title')}</Page.Title>
        <Layouts.Header title={t('scripts.title')} subtitle={t('scripts.subtitle')} />
        <ScriptList />
      </Page.Main>
    </NeedsRight>
  );
};

export default ScriptsPage;
