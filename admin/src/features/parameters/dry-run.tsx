import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';

import type { TemplatePreview, TemplateView } from '../../../../server/src/contract/template';
import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { wireParameters, type ParameterValues } from './parameter-values';
import { useLazyPreviewSchedulerTemplateQuery } from './template-preview-api';
import { useRefusalText } from './use-refusal-text';
import { validateParameters } from './validate-parameters';

interface Props {
  template: TemplateView;
  values: ParameterValues;
  /** Called with what the form or the server found wrong; empty when all is well. */
  onErrors: (errors: FormErrors) => void;
}

/** Asks what the job would do, without doing it. */
export const DryRun = ({ template, values, onErrors }: Props) => {
  const t = useTranslate();
  const describe = useRefusalText();
  const [preview, { data, error, isFetching, isUninitialized }] =
    useLazyPreviewSchedulerTemplateQuery();
  const run = async () => {
    const errors = validateParameters(template.parameters, values);
    onErrors(errors);
    if (Object.keys(errors).length > 0) return;
    const parameters = wireParameters(template.parameters, values);
    const answer = await preview({ template: template.uid, parameters });
    if (answer.error) onErrors(serverFieldErrors(answer.error));
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Box>
        <Button variant="secondary" startIcon={<Eye />} loading={isFetching} onClick={() => run()}>
          {t('parameters.dry-run')}
        </Button>
      </Box>
      <Typography variant="pi" textColor="neutral600">
        {t('parameters.dry-run.hint')}
      </Typography>
      <Box aria-live="polite">
        {error && !isFetching && <Typography textColor="danger600">{describe(error)}</Typography>}
        {data && !error && !isFetching && !isUninitialized && <PreviewResult preview={data} />}
      </Box>
    </Flex>
  );
};

/** What a dry run found, in words first. */
export const PreviewResult = ({ preview }: { preview: TemplatePreview }) => {
  const t = useTranslate();
  const { summary, samples, request } = preview;
  return (
    <Box padding={4} hasRadius background="neutral100">
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography fontWeight="semiBold">{summary}</Typography>
        {samples !== undefined && samples.length > 0 && (
          <Box>
            <Typography variant="pi" textColor="neutral600">
              {t('parameters.dry-run.samples')}
            </Typography>
            <Flex tag="ul" direction="column" alignItems="flex-start" paddingLeft={4}>
              {samples.map(({ documentId, title }) => (
                <Typography tag="li" key={documentId}>
                  {title}
                </Typography>
              ))}
            </Flex>
          </Box>
        )}
        {request !== undefined && <RequestText request={request} />}
      </Flex>
    </Box>
  );
};

const RequestText = ({ request }: { request: NonNullable<TemplatePreview['request']> }) => (
  <Box overflow="auto" tabIndex={0}>
    <Typography tag="pre" variant="pi" style={{ fontFamily: 'monospace' }}>
      {[
        `${request.method} ${request.url}`,
        ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
        ...(request.body === null || request.body === undefined
          ? []
          : [
              '',
              typeof request.body === 'string'
                ? request.body
                : JSON.stringify(request.body, null, 2),
            ]),
      ].join('\n')}
    </Typography>
  </Box>
);
