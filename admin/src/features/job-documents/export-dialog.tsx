import { useState } from 'react';

import {
  Button,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Download } from '@strapi/icons';

import { DOCUMENT_FORMATS } from '../../../../server/src/contract/job-document';
import type { DocumentFormat, JobExport } from '../../../../server/src/contract/job-document';
import { useErrorText } from '../../components/error-state';
import { FieldFrame } from '../../components/inputs/field-frame';
import { Notice } from '../../components/notice';
import { useTranslate } from '../../translate';
import { saveBlob } from '../executions/save-blob';
import type { ChosenJobs } from './chosen-jobs';
import { useExportSchedulerJobsMutation } from './job-documents-api';

const NAMES: Record<DocumentFormat, string> = { yaml: 'YAML', json: 'JSON' };

/** Saves jobs as a file. */
export const ExportDialog = ({ jobs, onClose }: { jobs: ChosenJobs; onClose: () => void }) => {
  const t = useTranslate();
  const describe = useErrorText();
  const [format, setFormat] = useState<DocumentFormat>('yaml');
  const [saved, setSaved] = useState<JobExport | null>(null);
  const [ask, { isLoading, error }] = useExportSchedulerJobsMutation();

  const save = async () => {
    const answer = await ask({ format, ...jobs });
    if ('error' in answer) return;
    const { content } = answer.data.data;
    saveBlob(new Blob([content], { type: 'text/plain' }), `jobs.${format}`);
    setSaved(answer.data.data);
  };
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('documents.export.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p" textColor="neutral600">
              {'ids' in jobs
                ? t('documents.export.chosen', { count: jobs.ids.length })
                : t('documents.export.list')}{' '}
              {t('documents.export.about')}
            </Typography>
            <FieldFrame label={t('documents.format')}>
              <SingleSelect
                value={format}
                onChange={(next) =>
                  setFormat(DOCUMENT_FORMATS.find((known) => known === next) ?? format)
                }
              >
                {DOCUMENT_FORMATS.map((one) => (
                  <SingleSelectOption key={one} value={one}>
                    {NAMES[one]}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </FieldFrame>
            {error !== undefined && (
              <Typography role="alert" textColor="danger600">
                {describe(error)}
              </Typography>
            )}
            {saved !== null && (
              <Typography tag="p" role="status">
                {t('documents.export.done', { count: saved.jobs })}
              </Typography>
            )}
            {saved !== null && saved.hidden.length > 0 && (
              <Notice
                tone="warn"
                title={t('documents.export.hidden', { count: saved.hidden.length })}
              >
                {t('documents.export.hidden.about')}
              </Notice>
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button startIcon={<Download />} loading={isLoading} onClick={() => save()}>
            {t('documents.export.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
