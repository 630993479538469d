import type { DocumentFormat } from '../../../../server/src/contract/job-document';
import type { ListQuery } from '../../list-query';

/** The jobs of an export: those of a list, by its filters, or these. */
export type ChosenJobs = { ids: string[] } | { filters: Record<string, unknown> };

/** What the list shows, on all of its pages. */
export const jobsOfList = ({ q, filters }: Pick<ListQuery, 'q' | 'filters'>): ChosenJobs => {
  const { status, enabled, ...others } = filters;
  return {
    filters: {
      ...others,
      ...(q === '' ? {} : { q }),
      ...(status === undefined ? {} : { status: status.split(',') }),
      ...(enabled === undefined ? {} : { enabled: enabled === 'true' }),
    },
  };
};

/** Which of the two formats somebody's text is in; every other text is no JSON anyway. */
export const formatOf = (content: string): DocumentFormat =>
  /^\uFEFF?\s*[{[]/.test(content) ? 'json' : 'yaml';
