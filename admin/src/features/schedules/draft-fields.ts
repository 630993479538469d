import type { FormErrors } from '../../form-errors';
import type { ScheduleDraft } from './schedule-draft';

/** What every piece of the schedule editor gets: the draft, what is wrong with it, and how to change it. */
export interface DraftFieldsProps {
  draft: ScheduleDraft;
  /** By field of the schedule: `expression`, `time`. */
  errors: FormErrors;
  onChange: (patch: Partial<ScheduleDraft>) => void;
}
