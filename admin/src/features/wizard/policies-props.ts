import type { FormErrors } from '../../form-errors';
import type { PolicyForm } from './policy-form';

export interface PoliciesProps {
  policies: PolicyForm;
  /** By path: `retry.maxAttempts`. */
  errors: FormErrors;
  /** The zone that the job's dates are meant in; '' is the site's. */
  timezone: string;
  onChange: (patch: Partial<PolicyForm>) => void;
}
