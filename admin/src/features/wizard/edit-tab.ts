import { TIMING_PATHS } from '../schedules/timing-form';

export const EDIT_TABS = ['general', 'parameters', 'schedule', 'policies'] as const;
export type EditTab = (typeof EDIT_TABS)[number];

/** The tab on which a field is found. */
export const tabOfPath = (path: string): EditTab => {
  const [field] = path.split('.');
  if (field === 'parameters' || field === 'template') return 'parameters';
  if (field === 'schedules' || TIMING_PATHS.some((path) => path === field)) return 'schedule';
  const general = ['name', 'description', 'category', 'tags', 'changeNote'];
  return general.some((name) => name === field) ? 'general' : 'policies';
};
