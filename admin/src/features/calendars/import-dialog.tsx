import { useState } from 'react';

import { Button, Flex, Modal, Textarea, TextInput, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';

import type { CalendarImport } from '../../../../server/src/contract/calendar';
import { useErrorText } from '../../components/error-state';
import { FilePicker } from '../../components/inputs/file-picker';
import { FieldFrame } from '../../components/inputs/field-frame';
import { serverFieldErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { useImportSchedulerCalendarMutation } from './calendars-api';
import { ImportResult } from './import-result';

/** Makes a calendar from an iCalendar file, or from its text. */
export const ImportDialog = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const [result, setResult] = useState<CalendarImport | null>(null);
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('calendars.import.title')}</Modal.Title>
        </Modal.Header>
        {result === null ? (
          <ImportForm onClose={onClose} onDone={setResult} />
        ) : (
          <>
            <Modal.Body>
              <ImportResult result={result} />
            </Modal.Body>
            <Modal.Footer>
              <Button variant="tertiary" onClick={onClose}>
                {t('common.close')}
              </Button>
              <Button onClick={() => navigate(paths.calendar(result.calendar.documentId))}>
                {t('calendars.import.open')}
              </Button>
            </Modal.Footer>
          </>
        )}
      </Modal.Content>
    </Modal.Root>
  );
};

const ImportForm = ({
  onClose,
  onDone,
}: {
  onClose: () => void;
  onDone: (result: CalendarImport) => void;
}) => {
  const t = useTranslate();
  const describe = useErrorText();
  const [name, setName] = useState('');
  const [content, setContent] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const [send, { isLoading, error }] = useImportSchedulerCalendarMutation();
  const refused = serverFieldErrors(error);
  const isNameTaken = error !== undefined && 'status' in error && error.status === 409;

  const submit = async () => {
    setEmpty(content.trim() === '');
    if (content.trim() === '') return;
    const answer = await send({ content, ...(name.trim() && { name: name.trim() }) });
    if (!('error' in answer)) onDone(answer.data.data);
  };
  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography tag="p" textColor="neutral600">
            {t('calendars.import.about')}
          </Typography>
          <FilePicker
            label={t('calendars.import.file')}
            accept=".ics,text/calendar"
            onRead={(text) => {
              setContent(text);
              setEmpty(false);
            }}
          />
          <FieldFrame
            label={t('calendars.import.text')}
            error={isEmpty ? { id: 'calendars.import.empty' } : refused['content']}
          >
            <Textarea
              value={content}
              placeholder="BEGIN:VCALENDAR"
              onChange={(event) => setContent(event.target.value)}
            />
          </FieldFrame>
          <FieldFrame
            label={t('calendars.import.name')}
            hint={t('calendars.import.name.hint')}
            error={isNameTaken ? { id: 'calendars.error.name-taken' } : refused['name']}
          >
            <TextInput value={name} onChange={(event) => setName(event.target.value)} />
          </FieldFrame>
          {error !== undefined && !isNameTaken && Object.keys(refused).length === 0 && (
            <Typography role="alert" textColor="danger600">
              {describe(error)}
            </Typography>
          )}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={isLoading} onClick={() => submit()}>
          {t('calendars.import')}
        </Button>
      </Modal.Footer>
    </>
  );
};
