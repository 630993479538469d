import { EXECUTION_STATUSES, TRIGGERS } from '../../../../server/src/contract/execution';
import type { FilterField } from '../../components/filter-bar';
import type { ListOptions } from '../../list-query';
import { useTranslate } from '../../translate';

export const EXECUTION_LIST_OPTIONS: ListOptions = {
  filters: ['status', 'job', 'trigger', 'from', 'to'],
  defaultSort: 'queuedAt:desc',
};

export interface JobOption {
  documentId: string;
  name: string;
}

/** What an executions list can be narrowed by; without jobs to choose from, not by job. */
export const useExecutionFilters = (jobs: JobOption[]): FilterField[] => {
  const t = useTranslate();
  return [
    {
      name: 'status',
      label: t('executions.column.status'),
      kind: 'choice',
      options: EXECUTION_STATUSES.map((value) => ({ value, label: t(`common.status.${value}`) })),
    },
    ...(jobs.length === 0 ? [] : [jobField(t('executions.column.job'), jobs)]),
    {
      name: 'trigger',
      label: t('executions.column.trigger'),
      kind: 'choice',
      options: TRIGGERS.map((value) => ({ value, label: t(`common.trigger.${value}`) })),
    },
    { name: 'from', label: t('executions.filter.from'), kind: 'moment' },
    { name: 'to', label: t('executions.filter.to'), kind: 'moment' },
  ];
};

const jobField = (label: string, jobs: JobOption[]): FilterField => ({
  name: 'job',
  label,
  kind: 'choice',
  options: jobs.map(({ documentId, name }) => ({ value: documentId, label: name })),
});
