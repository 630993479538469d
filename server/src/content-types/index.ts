import { auditEntry } from './audit-entry';
import { calendar } from './calendar';
import { execution } from './execution';
import { job } from './job';

export default { job, execution, calendar, 'audit-entry': auditEntry };
