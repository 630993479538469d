import { useState } from 'react';

import { Flex, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { DEPENDENCY_MODES } from '../../../../server/src/contract/dependency';
import { FieldFrame } from '../../components/inputs/field-frame';
import { SearchSelect } from '../../components/inputs/search-select';
import { firstError } from '../../form-errors';
import { useTranslate } from '../../translate';
import { useListSchedulerJobsQuery } from '../jobs/jobs-api';
import { ChoiceField } from './choice-field';
import type { PoliciesProps } from './policies-props';
import type { JobReference } from './policy-form';

/** As many as are offered at a time; more are found by typing. */
const OFFERED = 50;

/** The jobs that go before this one, and what must have come of them. */
export const DependencyFields = ({ policies, errors, jobId, onChange }: PoliciesProps) => {
  const t = useTranslate();
  const { upstreams, dependencyMode } = policies;
  return (
    <>
      <FieldFrame
        label={t('policies.dependencies.jobs')}
        hint={t('policies.dependencies.jobs.hint')}
        error={firstError(errors, 'dependencies.jobs') ?? errors['dependencies']}
      >
        <JobPicker
          without={[...upstreams.map(({ documentId }) => documentId), ...(jobId ? [jobId] : [])]}
          onPick={(picked) => onChange({ upstreams: [...upstreams, picked] })}
        />
        {upstreams.length > 0 && (
          <Flex gap={2} wrap="wrap">
            {upstreams.map(({ documentId, name }) => (
              <ChosenJob
                key={documentId}
                name={name ?? t('common.job-unseen')}
                onRemove={() =>
                  onChange({
                    upstreams: upstreams.filter((one) => one.documentId !== documentId),
                  })
                }
              />
            ))}
          </Flex>
        )}
      </FieldFrame>
      {upstreams.length > 0 && (
        <ChoiceField
          label={t('policies.dependencies.mode')}
          error={errors['dependencies.mode']}
          choices={DEPENDENCY_MODES}
          textOf={(choice) => t(`policies.dependencies.mode.${choice}`)}
          value={dependencyMode}
          onChange={(next) => onChange({ dependencyMode: next })}
        />
      )}
    </>
  );
};

const ChosenJob = ({ name, onRemove }: { name: string; onRemove: () => void }) => {
  const t = useTranslate();
  return (
    <Tag
      icon={<Cross aria-hidden />}
      label={t('policies.dependencies.remove', { name })}
      onClick={onRemove}
    >
      {name}
    </Tag>
  );
};

type PickerProps = { without: readonly string[]; onPick: (picked: JobReference) => void };

/** One more job, found by its name. */
const JobPicker = ({ without, onPick }: PickerProps) => {
  const t = useTranslate();
  const [q, setQ] = useState('');
  const { data, isFetching } = useListSchedulerJobsQuery({
    q,
    pageSize: OFFERED,
    sort: 'name:asc',
  });
  const offered = (data?.data ?? []).filter(({ documentId }) => !without.includes(documentId));
  return (
    <SearchSelect
      // The choice goes into the list below: the next one starts with an empty field.
      key={without.length}
      options={offered.map(({ documentId, name }) => ({ value: documentId, text: name }))}
      value={undefined}
      noneText={t('policies.dependencies.none')}
      isLoading={isFetching && data === undefined}
      onType={setQ}
      onChange={(picked) => {
        const found = offered.find(({ documentId }) => documentId === picked);
        if (found) onPick({ documentId: found.documentId, name: found.name });
      }}
    />
  );
};
