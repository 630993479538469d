import { useState } from 'react';

import {
  Button,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  Typography,
} from '@strapi/design-system';

import { ON_CONFLICT } from '../../../../server/src/contract/job-document';
import type { OnConflict } from '../../../../server/src/contract/job-document';
import { FieldFrame } from '../../components/inputs/field-frame';
import { FilePicker } from '../../components/inputs/file-picker';
import { useTranslate } from '../../translate';
import { formatOf } from './chosen-jobs';
import { DocumentProblems } from './document-problems';
import { ImportOutcomes } from './import-outcomes';
import { useImportSchedulerJobsMutation, type ImportAnswer } from './job-documents-api';

/** Makes jobs from a file or its text: first it says what would become of each, then it does it. */
export const ImportDialog = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslate();
  const [content, setContent] = useState('');
  const [onConflict, setOnConflict] = useState<OnConflict>('skip');
  const [isEmpty, setEmpty] = useState(false);
  const [answer, setAnswer] = useState<ImportAnswer | null>(null);
  const [send, { isLoading, error, reset }] = useImportSchedulerJobsMutation();

  /** What was said is about other input. */
  const forget = () => {
    setAnswer(null);
    setEmpty(false);
    reset();
  };
  const submit = async (dryRun: boolean) => {
    setAnswer(null);
    setEmpty(content.trim() === '');
    if (content.trim() === '') return;
    const sent = await send({ format: formatOf(content), content, onConflict, dryRun });
    if (!('error' in sent)) setAnswer(sent.data);
  };
  const isDone = answer !== null && !answer.meta.dryRun;
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('documents.import.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            {!isDone && (
              <>
                <Typography tag="p" textColor="neutral600">
                  {t('documents.import.about')}
                </Typography>
                <FilePicker
                  label={t('documents.import.file')}
                  accept=".yaml,.yml,.json,application/json,application/yaml"
                  onRead={(text) => {
                    setContent(text);
                    forget();
                  }}
                />
                <FieldFrame
                  label={t('documents.import.text')}
                  error={isEmpty ? { id: 'documents.import.empty' } : undefined}
                >
                  <Textarea
                    value={content}
                    onChange={(event) => {
                      setContent(event.target.value);
                      forget();
                    }}
                  />
                </FieldFrame>
                <FieldFrame label={t('documents.import.conflict')}>
                  <SingleSelect
                    value={onConflict}
                    onChange={(next) => {
                      setOnConflict(ON_CONFLICT.find((known) => known === next) ?? onConflict);
                      forget();
                    }}
                  >
                    {ON_CONFLICT.map((one) => (
                      <SingleSelectOption key={one} value={one}>
                        {t(`documents.import.conflict.${one}`)}
                      </SingleSelectOption>
                    ))}
                  </SingleSelect>
                </FieldFrame>
              </>
            )}
            {error !== undefined && <DocumentProblems error={error} />}
            {answer !== null && <ImportOutcomes answer={answer} />}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {isDone ? t('common.close') : t('common.cancel')}
          </Button>
          {!isDone && (
            <Flex gap={2} wrap="wrap" justifyContent="flex-end" paddingLeft={2}>
              <Button variant="secondary" loading={isLoading} onClick={() => submit(true)}>
                {t('documents.import.preview')}
              </Button>
              <Button disabled={answer === null} loading={isLoading} onClick={() => submit(false)}>
                {t('documents.import')}
              </Button>
            </Flex>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
