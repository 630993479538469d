import { Layouts, Page } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';

import { ErrorState } from '../components/error-state';
import { NeedsRight } from '../components/needs-right';
import { useListSchedulerTemplatesQuery } from '../features/templates/templates-api';
import { Wizard } from '../features/wizard/wizard';
import { useTranslate } from '../translate';

/** `/jobs/new`; `?template=` opens it with a template chosen. */
const JobNewPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="jobs-create">
      <Page.Main>
        <Page.Title>{t('wizard.title')}</Page.Title>
        <Layouts.Header title={t('wizard.title')} subtitle={t('wizard.subtitle')} />
        <Layouts.Content>
          <NewJob />
        </Layouts.Content>
      </Page.Main>
    </NeedsRight>
  );
};

const NewJob = () => {
  const [search] = useSearchParams();
  const { data, error, isLoading, refetch } = useListSchedulerTemplatesQuery();
  if (isLoading) return <Page.Loading />;
  if (data === undefined) return <ErrorState error={error} onRetry={refetch} />;
  const preset = data.find(({ uid }) => uid === search.get('template'));
  return <Wizard templates={data} preset={preset} />;
};

export default JobNewPage;
