import type { FormErrors } from '../../form-errors';
import type { PolicyForm } from './policy-form';

export interface PoliciesProps {
  policies: PolicyForm;
  /** By path: `retry.maxAttempts`. */
  errors: FormErrors;
  /** The job that is edited; undefined while it is made. */
  jobId?: string;
  onChange: (patch: Partial<PolicyForm>) => void;
}
