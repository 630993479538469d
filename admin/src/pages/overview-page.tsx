import { Layouts, Page } from '@strapi/strapi/admin';

import { Overview } from '../features/overview/overview';
import { PauseAllButton } from '../features/overview/pause-all-button';
import { useRights } from '../permissions';
import { useTranslate } from '../translate';

const OverviewPage = () => {
  const t = useTranslate();
  const { isLoading } = useRights();
  if (isLoading) return <Page.Loading />;
  return (
    <Page.Main>
      <Page.Title>{t('overview.title')}</Page.Title>
      <Layouts.Header
        title={t('overview.title')}
        subtitle={t('overview.subtitle')}
        primaryAction={<PauseAllButton />}
      />
      <Overview />
    </Page.Main>
  );
};

export default OverviewPage;
