import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import { Download, Plus, Upload } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { ActionButton } from '../components/action-button';
import { NeedsRight } from '../components/needs-right';
import { jobsOfList } from '../features/job-documents/chosen-jobs';
import { ExportDialog } from '../features/job-documents/export-dialog';
import { ImportDialog } from '../features/job-documents/import-dialog';
import { JOB_LIST_OPTIONS } from '../features/jobs/job-filters';
import { JobList } from '../features/jobs/job-list';
import { useListQuery } from '../list-query';
import { paths } from '../paths';
import { useBlocked } from '../permissions';
import { useTranslate } from '../translate';

const JobsPage = () => {
  const t = useTranslate();
  const navigate = useNavigate();
  const blocked = useBlocked();
  const { query } = useListQuery(JOB_LIST_OPTIONS);
  const [dialog, setDialog] = useState<'import' | 'export' | null>(null);
  const close = () => setDialog(null);
  return (
    <NeedsRight right="jobs-read">
      <Page.Main>
        <Page.Title>{t('jobs.title')}</Page.Title>
        <Layouts.Header
          title={t('jobs.title')}
          subtitle={t('jobs.subtitle')}
          primaryAction={
            <Flex gap={2} wrap="wrap">
              <ActionButton
                variant="secondary"
                startIcon={<Download />}
                blocked={blocked('jobs-export')}
                onClick={() => setDialog('export')}
              >
                {t('documents.export')}
              </ActionButton>
              <ActionButton
                variant="secondary"
                startIcon={<Upload />}
                blocked={blocked('jobs-import')}
                onClick={() => setDialog('import')}
              >
                {t('documents.import')}
              </ActionButton>
              <ActionButton
                startIcon={<Plus />}
                blocked={blocked('jobs-create')}
                onClick={() => navigate(paths.newJob())}
              >
                {t('jobs.create')}
              </ActionButton>
            </Flex>
          }
        />
        <JobList />
        {dialog === 'export' && <ExportDialog jobs={jobsOfList(query)} onClose={close} />}
        {dialog === 'import' && <ImportDialog onClose={close} />}
      </Page.Main>
    </NeedsRight>
  );
};

export default JobsPage;
