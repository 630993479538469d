import { useMemo, useState } from 'react';

import { Box, Button, Field, Flex, Modal, Textarea, Typography } from '@strapi/design-system';
import { Eye, Play } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import type { JobView } from '../../../../server/src/contract/job';
import type { TemplateView } from '../../../../server/src/contract/template';
import { useAttempt } from '../../attempt';
import { useErrorText } from '../../components/error-state';
import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { PreviewResult } from '../parameters/dry-run';
import { ParameterForm } from '../parameters/parameter-form';
import { formValues, type ParameterValues } from '../parameters/parameter-values';
import { validateParameters } from '../parameters/validate-parameters';
import { askedTemplate, replacedParameters } from './asked-parameters';
import { EarlierParameters } from './earlier-parameters';
import { useDryRunSchedulerJobMutation, useRunSchedulerJobMutation } from './jobs-api';

type Props = { job: JobView; template: TemplateView | undefined; onClose: () => void };

/** The run dialog's form. A job whose template is gone cannot run: the server says so. */
export const RunForm = ({ job, template, onClose }: Props) => {
  const t = useTranslate();
  const definitions = useMemo(() => template?.parameters ?? [], [template]);
  const [values, setValues] = useState(() => formValues(definitions, job.parameters));
  const [errors, setErrors] = useState<FormErrors>({});
  const [note, setNote] = useState('');
  const asked = template === undefined ? undefined : askedTemplate(template, values);
  const calls = useRunCalls({ job, asked, values, note, setErrors, onClose });

  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={5}>
          {asked !== undefined && asked.parameters.length > 0 ? (
            <>
              <EarlierParameters
                job={job}
                onPick={(parameters) => setValues(formValues(definitions, parameters))}
              />
              <ParameterForm
                template={asked}
                values={values}
                errors={errors}
                onChange={(changed) => setValues({ ...values, ...changed })}
              />
            </>
          ) : (
            <Typography>{t('jobs.run.body')}</Typography>
          )}
          <Field.Root name="note" hint={t('jobs.run.note.hint')}>
            <Field.Label>{t('jobs.run.note')}</Field.Label>
            <Textarea value={note} maxLength={1_000} onChange={(e) => setNote(e.target.value)} />
            <Field.Hint />
          </Field.Root>
          <DryRunAnswer calls={calls} />
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Flex gap={2} wrap="wrap">
          {template?.hasPreview === true && (
            <Button
              variant="secondary"
              startIcon={<Eye />}
              loading={calls.dry.isLoading}
              onClick={() => void calls.dryRun()}
            >
              {t('jobs.run.dry')}
            </Button>
          )}
          <Button startIcon={<Play />} loading={calls.isStarting} onClick={() => void calls.run()}>
            {t('jobs.run')}
          </Button>
        </Flex>
      </Modal.Footer>
    </>
  );
};

type CallProps = {
  job: JobView;
  asked: TemplateView | undefined;
  values: ParameterValues;
  note: string;
  setErrors: (errors: FormErrors) => void;
  onClose: () => void;
};

/** Both ways to send the form; field errors go back into it. */
const useRunCalls = ({ job, asked, values, note, setErrors, onClose }: CallProps) => {
  const t = useTranslate();
  const attempt = useAttempt();
  const navigate = useNavigate();
  const { rights } = useRights();
  const [start, { isLoading: isStarting }] = useRunSchedulerJobMutation();
  const [preview, dry] = useDryRunSchedulerJobMutation();
  const definitions = asked?.parameters ?? [];

  const request = () => ({
    id: job.documentId,
    parameters: replacedParameters(definitions, values, job.parameters),
  });
  const isSound = () => {
    const found = validateParameters(definitions, values);
    setErrors(found);
    return Object.keys(found).length === 0;
  };
  const run = async () => {
    if (!isSound()) return;
    const answer = await start({
      ...request(),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    if ('error' in answer) setErrors(serverFieldErrors(answer.error));
    const started = await attempt(answer, t('jobs.run.started', { name: job.name }));
    if (started === null) return;
    onClose();
    if (rights['executions-read']) navigate(paths.execution(started.data.documentId));
  };
  const dryRun = async () => {
    if (!isSound()) return;
    const answer = await preview(request());
    if ('error' in answer) setErrors(serverFieldErrors(answer.error));
  };
  return { run, dryRun, dry, isStarting };
};

const DryRunAnswer = ({ calls: { dry } }: { calls: ReturnType<typeof useRunCalls> }) => {
  const describe = useErrorText();
  return (
    <Box aria-live="polite">
      {dry.error !== undefined && (
        <Typography textColor="danger600">{describe(dry.error)}</Typography>
      )}
      {dry.data !== undefined && dry.error === undefined && (
        <PreviewResult preview={dry.data.data} />
      )}
    </Box>
  );
};
