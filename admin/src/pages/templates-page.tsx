import { Layouts, Page } from '@strapi/strapi/admin';

import { NeedsRight } from '../components/needs-right';
import { TemplateGallery } from '../features/templates/template-gallery';
import { useTranslate } from '../translate';

const TemplatesPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="templates-read">
      <Page.Main>
        <Page.Title>{t('templates.title')}</Page.Title>
        <Layouts.Header title={t('templates.title')} subtitle={t('templates.subtitle')} />
        <TemplateGallery />
      </Page.Main>
    </NeedsRight>
  );
};

export default TemplatesPage;
