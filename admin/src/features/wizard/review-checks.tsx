import type { ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';

import { formatRelative } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useNowAs } from '../../now';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import type { ParameterValues } from '../parameters/parameter-values';
import { useListSchedulerScriptChoicesQuery } from '../scripts/scripts-api';
import type { JobDraft } from './use-job-draft';
import { validateStep } from './validate-form';

/** What was looked at before the job is made, and what came of it. */
export const ReviewChecks = ({ draft: { form, template, view } }: { draft: JobDraft }) => {
  const t = useTranslate();
  const sound = Object.keys(validateStep('parameters', form, template)).length === 0;
  const warnings = (view.preview?.warnings ?? []).filter(
    ({ code }) => code !== 'spacing' && code !== 'clock-changes'
  );
  return (
    <Box tag="section" aria-label={t('wizard.review.checks')}>
      <Typography variant="delta" tag="h3" paddingBottom={2}>
        {t('wizard.review.checks')}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
        <Check isFine={sound}>
          {t(sound ? 'wizard.check.parameters' : 'wizard.check.parameters-wrong')}
        </Check>
        <ScheduleCheck form={form} view={view} />
        {warnings.map(({ schedule, code, message }) => (
          <Check key={`${schedule} ${code}`} isFine={false}>
            {message}
          </Check>
        ))}
        <ScriptCheck template={template} values={form.parameters} />
        {template?.writesContent === true && (
          <Check isFine={false}>{t('wizard.check.writes-content')}</Check>
        )}
      </Flex>
    </Box>
  );
};

/** A job with a script that nobody approved yet may be saved; its runs are skipped. */
const ScriptCheck = ({
  template,
  values,
}: Pick<JobDraft, 'template'> & { values: ParameterValues }) => {
  const t = useTranslate();
  const parameter = template?.parameters.find(({ type }) => type === 'script')?.name;
  const { rights } = useRights();
  const maySee = rights['scripts-read'] || rights['scripts-use'];
  const { data } = useListSchedulerScriptChoicesQuery(undefined, {
    skip: parameter === undefined || !maySee,
  });
  if (parameter === undefined || data === undefined) return null;
  const script = data.data.find(({ documentId }) => documentId === values[parameter]);
  if (script === undefined) return null;
  const isFine = script.status === 'approved' || data.meta.requireApproval === false;
  return <Check isFine={isFine}>{t(`scripts.means.${script.status}`)}</Check>;
};

const ScheduleCheck = ({ form, view }: Pick<JobDraft, 'form' | 'view'>) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const next = view.preview?.occurrences[0];
  const when = useNowAs(1_000, (now) =>
    next === undefined ? '' : formatRelative(Date.parse(next.at), now, locale)
  );
  if (form.schedules.length === 0) return <Check isFine>{t('schedules.by-hand-only')}</Check>;
  if (next === undefined) return <Check isFine={false}>{t('wizard.check.no-run')}</Check>;
  return <Check isFine>{t('wizard.check.first-run', { when })}</Check>;
};

const Check = ({ isFine, children }: { isFine: boolean; children: ReactNode }) => (
  <Flex tag="li" gap={2} alignItems="flex-start">
    <Box flex="0 0 auto" aria-hidden>
      {isFine ? <CheckCircle fill="success600" /> : <WarningCircle fill="warning600" />}
    </Box>
    <Typography>{children}</Typography>
  </Flex>
);
