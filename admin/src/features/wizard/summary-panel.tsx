import type { ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

import { useIntlLocale } from '../../language';
import { useText, useTranslate } from '../../translate';
import { isVisible } from '../parameters/parameter-values';
import { formatLocal } from '../schedules/format-local';
import { ScriptName } from '../scripts/script-name';
import { changedPolicyFields } from './policy-form';
import type { JobDraft } from './use-job-draft';
import { useValueInWords } from './use-value-in-words';

/** What was chosen so far, kept in sight. */
export const SummaryPanel = ({ form, template, view }: JobDraft) => {
  const t = useTranslate();
  const textOf = useText();
  const locale = useIntlLocale();
  const next = view.preview?.occurrences[0];
  const changed = Object.keys(changedPolicyFields(form.policies)).length;
  return (
    <Box
      tag="aside"
      aria-label={t('wizard.summary')}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={5}
      position="sticky"
      top={4}
      width="100%"
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography variant="delta" tag="h2">
          {t('wizard.summary')}
        </Typography>
        {form.name !== '' && <Entry label={t('wizard.name')}>{form.name}</Entry>}
        <Entry label={t('wizard.step.template')}>
          {template ? textOf(template.label) : t('wizard.summary.none-yet')}
        </Entry>
        {template && <ChosenParameters form={form} template={template} />}
        <Entry label={t('wizard.summary.runs')}>
          {form.schedules.length === 0
            ? t('schedules.by-hand-only')
            : form.schedules
                .map(({ key }) => view.preview?.descriptions[key])
                .filter((words) => words !== undefined)
                .join('; ') || '–'}
        </Entry>
        {next && (
          <Entry label={t('wizard.summary.next')}>
            {`${formatLocal(next.local, locale)} (${next.zone})`}
          </Entry>
        )}
        {changed > 0 && (
          <Entry label={t('wizard.policies')}>
            {t('wizard.policies.changed', { count: changed })}
          </Entry>
        )}
      </Flex>
    </Box>
  );
};

const ChosenParameters = ({
  form,
  template,
}: Pick<JobDraft, 'form'> & { template: NonNullable<JobDraft['template']> }) => {
  const textOf = useText();
  const inWords = useValueInWords();
  return template.parameters
    .filter(
      (definition) =>
        definition.advanced !== true && isVisible(definition, template.parameters, form.parameters)
    )
    .map((definition) => {
      const words = inWords(definition, form.parameters[definition.name]);
      return (
        words !== null && (
          <Entry key={definition.name} label={textOf(definition.label)}>
            {definition.type === 'script' ? <ScriptName id={words} /> : words}
          </Entry>
        )
      );
    });
};

const Entry = ({ label, children }: { label: string; children: ReactNode }) => (
  <Box minWidth={0}>
    <Typography variant="pi" textColor="neutral600" tag="p">
      {label}
    </Typography>
    <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Typography>
  </Box>
);
