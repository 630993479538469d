import { JOB_STATUSES } from '../../../../server/src/contract/job';
import type { TemplateView } from '../../../../server/src/contract/template';
import type { FilterField } from '../../components/filter-bar';
import type { ListOptions } from '../../list-query';
import { useText, useTranslate } from '../../translate';

export const JOB_LIST_OPTIONS: ListOptions = {
  filters: ['status', 'enabled', 'template', 'category', 'tag', 'owner'],
  defaultSort: 'name:asc',
};

/** What the jobs list can be narrowed by. */
export const useJobFilters = (templates: TemplateView[]): FilterField[] => {
  const t = useTranslate();
  const text = useText();
  return [
    {
      name: 'status',
      label: t('jobs.filter.status'),
      kind: 'choice',
      options: JOB_STATUSES.map((value) => ({ value, label: t(`common.job-status.${value}`) })),
    },
    {
      name: 'enabled',
      label: t('jobs.column.enabled'),
      kind: 'choice',
      options: [
        { value: 'true', label: t('common.yes') },
        { value: 'false', label: t('common.no') },
      ],
    },
    {
      name: 'template',
      label: t('jobs.filter.template'),
      kind: 'choice',
      options: templates.map(({ uid, label }) => ({ value: uid, label: text(label) })),
    },
    { name: 'category', label: t('jobs.filter.category'), kind: 'text' },
    { name: 'tag', label: t('jobs.filter.tag'), kind: 'text' },
  ];
};
