import { Box, Divider, Flex } from '@strapi/design-system';

import { Fold } from '../../components/inputs/fold';
import { firstError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { ScheduleEditor } from '../schedules/schedule-editor';
import type { SchedulePreview } from '../schedules/use-schedule-preview';
import type { JobForm } from './job-form';
import { PoliciesFields } from './policies-fields';
import { changedPolicyFields, type PolicyForm } from './policy-form';
import { POLICY_PATHS } from './use-job-draft';

interface Props {
  form: JobForm;
  errors: FormErrors;
  view: SchedulePreview;
  onChange: (patch: Partial<JobForm>) => void;
}

/** When it runs, and (folded) what it does when things go wrong. */
export const ScheduleStep = ({ form, errors, view, onChange }: Props) => {
  const t = useTranslate();
  const changed = Object.keys(changedPolicyFields(form.policies)).length;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <ScheduleEditor
        drafts={form.schedules}
        errors={errors}
        view={view}
        onChange={(schedules) => onChange({ schedules })}
      />
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
            timezone={jobZone(form)}
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
