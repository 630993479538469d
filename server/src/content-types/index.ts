import { artifact } from './artifact';
import { auditEntry } from './audit-entry';
import { calendar } from './calendar';
import { execution } from './execution';
import { job } from './job';
import { script } from './script';
import { scriptApproval } from './script-approval';
import { secret } from './secret';

export default {
  job,
  execution,
  calendar,
  secret,
  script,
  'script-approval': scriptApproval,
  'audit-entry': auditEntry,
  artifact,
};
