import { auditEntry } from './audit-entry';
import { execution } from './execution';
import { job } from './job';

export default { job, execution, 'audit-entry': auditEntry };
