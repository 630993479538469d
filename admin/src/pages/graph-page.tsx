import { Layouts, Page } from '@strapi/strapi/admin';

import { NeedsRight } from '../components/needs-right';
import { GraphPanel } from '../features/graph/graph-panel';
import { useTranslate } from '../translate';

/** `/graph` */
const GraphPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="jobs-read">
      <Page.Main>
        <Page.Title>{t('dependencies.page')}</Page.Title>
        <Layouts.Header title={t('dependencies.page')} subtitle={t('dependencies.subtitle')} />
        <Layouts.Content>
          <GraphPanel />
        </Layouts.Content>
      </Page.Main>
    </NeedsRight>
  );
};

export default GraphPage;
