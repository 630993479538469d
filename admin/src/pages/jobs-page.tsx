import { Layouts, Page } from '@strapi/strapi/admin';
import { Plus } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { ActionButton } from '../components/action-button';
import { NeedsRight } from '../components/needs-right';
import { JobList } from '../features/jobs/job-list';
import { paths } from '../paths';
import { useBlocked } from '../permissions';
import { useTranslate } from '../translate';

const JobsPage = () => {
  const t = useTranslate();
  const navigate = useNavigate();
  const blocked = useBlocked();
  return (
    <NeedsRight right="jobs-read">
      <Page.Main>
        <Page.Title>{t('jobs.title')}</Page.Title>
        <Layouts.Header
          title={t('jobs.title')}
          subtitle={t('jobs.subtitle')}
          primaryAction={
            <ActionButton
              startIcon={<Plus />}
              blocked={blocked('jobs-create')}
              onClick={() => navigate(paths.newJob())}
            >
              {t('jobs.create')}
            </ActionButton>
          }
        />
        <JobList />
      </Page.Main>
    </NeedsRight>
  );
};

export default JobsPage;
