import { Box, Divider, Flex } from '@strapi/design-system';

import type { TemplateView } from '../../../../server/src/contract/template';
import { Fold } from '../../components/inputs/fold';
import { firstError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { ScheduleEditor } from '../schedules/schedule-editor';
import { changedTimingFields, TIMING_PATHS } from '../schedules/timing-form';
import type { SchedulePreview } from '../schedules/use-schedule-preview';
import type { JobForm } from './job-form';
import { PoliciesFields } from './policies-fields';
import { changedPolicyFields, type PolicyForm } from './policy-form';
import { TimingFields } from './timing-fields';
import { POLICY_PATHS } from './use-job-draft';

interface Props {
  form: JobForm;
  template: TemplateView | undefined;
  errors: FormErrors;
  view: SchedulePreview;
  onChange: (patch: Partial<JobForm>) => void;
}

/** When it runs, and (folded) what it does when things go wrong. */
export const ScheduleStep = ({ form, template, errors, view, onChange }: Props) => {
  const t = useTranslate();
  const known = { ...view.errors, ...errors };
  const timed = Object.keys(changedTimingFields(form.timing)).length;
  const changed = Object.keys(changedPolicyFields(form.policies)).length;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <ScheduleEditor
        drafts={form.schedules}
        template={template}
        parameters={form.parameters}
        errors={errors}
        view={view}
        onChange={(schedules) => onChange({ schedules })}
      >
        <Box>
          <Fold
            title={t('schedules.timing')}
            summary={
              timed > 0
                ? t('wizard.policies.changed', { count: timed })
                : t('schedules.timing.summary')
            }
            open={TIMING_PATHS.some((path) => firstError(known, path) !== undefined)}
          >
            <TimingFields
              timing={form.timing}
              errors={known}
              timezone={jobZone(form)}
              onChange={(patch) => onChange({ timing: { ...form.timing, ...patch } })}
            />
          </Fold>
        </Box>
      </ScheduleEditor>
      <Divider />
      <Box>
        <Fold
          title={t('wizard.policies')}
          summary={
            changed > 0
              ? t('wizard.policies.changed', { count: changed })
              : t('wizard.policies.summary')
          }
          open={POLICY_PATHS.some((path) => firstError(errors, path) !== undefined)}
        >
          <PoliciesFields
            policies={form.policies}
            errors={errors}
            onChange={(patch: Partial<PolicyForm>) =>
              onChange({ policies: { ...form.policies, ...patch } })
            }
          />
        </Fold>
      </Box>
    </Flex>
  );
};

/** The zone that a job's own dates are meant in: its first schedule's, or the site's. */
export const jobZone = ({ schedules }: JobForm): string => schedules[0]?.timezone ?? '';
