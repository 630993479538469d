import type { ReactNode } from 'react';

import { Box, Flex, Tabs, Textarea, Typography, VisuallyHidden } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import type { ParameterDefinition } from '../../../../server/src/contract/template';
import { FieldFrame } from '../../components/inputs/field-frame';
import { WrappingTabs } from '../../components/wrapping-tabs';
import type { FormErrors } from '../../form-errors';
import { useText, useTranslate } from '../../translate';
import { DryRun } from '../parameters/dry-run';
import { ParameterForm } from '../parameters/parameter-form';
import { ScheduleEditor } from '../schedules/schedule-editor';
import { EDIT_TABS, tabOfPath, type EditTab } from './edit-tab';
import { NamingFields } from './naming-fields';
import { PoliciesFields } from './policies-fields';
import { jobZone } from './schedule-step';
import { TimingFields } from './timing-fields';
import type { JobDraft } from './use-job-draft';
import { useIsOwner } from './use-is-owner';

interface Props {
  tab: EditTab;
  onTab: (tab: EditTab) => void;
  draft: JobDraft;
  job: JobView;
  errors: FormErrors;
  note: string;
  onNote: (note: string) => void;
}

/** General, parameters, schedule, policies. */
export const EditTabs = ({ tab, onTab, ...rest }: Props) => {
  const t = useTranslate();
  const wrong = EDIT_TABS.find((one) =>
    Object.keys(rest.errors).some((path) => tabOfPath(path) === one)
  );
  return (
    <Tabs.Root
      value={tab}
      {...(wrong === undefined ? {} : { hasError: wrong })}
      onValueChange={(next) => onTab(EDIT_TABS.find((one) => one === next) ?? 'general')}
    >
      <WrappingTabs $fills aria-label={t('wizard.edit.tabs')}>
        {EDIT_TABS.map((one) => (
          <Tabs.Trigger key={one} value={one}>
            {t(`wizard.tab.${one}`)}
          </Tabs.Trigger>
        ))}
      </WrappingTabs>
      <Tabs.Content value={tab}>
        <Box padding={{ initial: 4, medium: 6 }} background="neutral0">
          <VisuallyHidden>
            <h2>{t(`wizard.tab.${tab}`)}</h2>
          </VisuallyHidden>
          <TabFields tab={tab} {...rest} />
        </Box>
      </Tabs.Content>
    </Tabs.Root>
  );
};

const TabFields = (props: Omit<Props, 'onTab'>): ReactNode => {
  const { tab, draft, errors } = props;
  const { form, template, view, change } = draft;
  const isLocked = useIsLocked(props.job);
  switch (tab) {
    case 'general':
      return <General {...props} />;
    case 'parameters':
      return <Parameters {...props} />;
    case 'schedule':
      return (
        <ScheduleEditor
          drafts={form.schedules}
          template={template}
          parameters={form.parameters}
          isLocked={isLocked}
          errors={errors}
          view={view}
          onChange={(schedules) => change({ schedules })}
        >
          <TimingFields
            timing={form.timing}
            errors={{ ...view.errors, ...errors }}
            timezone={jobZone(form)}
            onChange={(patch) => change({ timing: { ...form.timing, ...patch } })}
          />
        </ScheduleEditor>
      );
    case 'policies':
      return (
        <PoliciesFields
          policies={form.policies}
          errors={errors}
          jobId={props.job.documentId}
          onChange={(patch) => change({ policies: { ...form.policies, ...patch } })}
        />
      );
  }
};

const General = ({ draft, errors, note, onNote }: Omit<Props, 'onTab'>) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <NamingFields form={draft.form} errors={errors} onChange={draft.change} />
      <FieldFrame
        label={t('wizard.change-note')}
        hint={t('wizard.change-note.hint')}
        error={errors['changeNote']}
      >
        <Textarea value={note} onChange={(event) => onNote(event.target.value)} />
      </FieldFrame>
    </Flex>
  );
};

const Parameters = ({ draft, job, errors }: Omit<Props, 'onTab'>) => {
  const t = useTranslate();
  const textOf = useText();
  const isLocked = useIsLocked(job);
  const { form, template, change, refuse } = draft;
  if (!template) return <Typography>{t('wizard.template-gone', { uid: job.template })}</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Typography textColor="neutral600">
        {t('wizard.edit.template', { template: textOf(template.label) })}
      </Typography>
      <ParameterForm
        template={template}
        values={form.parameters}
        errors={errors}
        isLocked={isLocked}
        onChange={(parameters) => change({ parameters })}
      />
      {template.hasPreview && (
        <DryRun template={template} values={form.parameters} onErrors={refuse} />
      )}
    </Flex>
  );
};

/** Parameters that only the owner may change, where that is somebody else. */
const useIsLocked = ({ owner }: JobView): ((definition: ParameterDefinition) => boolean) => {
  const isOwner = useIsOwner(owner);
  return ({ lockedForNonOwners }) => lockedForNonOwners === true && !isOwner;
};
