import { Page } from '@strapi/strapi/admin';
import { Flex, Modal } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import { ErrorState } from '../../components/error-state';
import { useTranslate } from '../../translate';
import { useListSchedulerTemplatesQuery } from '../templates/templates-api';
import { RunForm } from './run-form';

type Props = { job: JobView; onClose: () => void };

/** Runs a job now: asks for what its template wants to know, can tell first what would happen. */
export const RunDialog = ({ job, onClose }: Props) => {
  const t = useTranslate();
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('jobs.run.title', { name: job.name })}</Modal.Title>
        </Modal.Header>
        <RunBody job={job} onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
};

const RunBody = ({ job, onClose }: Props) => {
  const { data, error, isLoading, refetch } = useListSchedulerTemplatesQuery();
  if (isLoading) return <Page.Loading />;
  if (error !== undefined) {
    return (
      <Flex padding={6} justifyContent="center">
        <ErrorState error={error} onRetry={refetch} />
      </Flex>
    );
  }
  const template = data?.find(({ uid }) => uid === job.template);
  return <RunForm job={job} template={template} onClose={onClose} />;
};
