/** What a claim answers of each execution (`rows#toClaimed`), and its place: reading a whole row takes longer. */
const CLAIMED_COLUMNS = [
  'id',
  'attempt',
  'claim_token',
  'document_id',
  'job_id',
  'job_document_id',
  'job_name',
  'trigger',
  'slot_at',
  'ready_at',
  'claim_order',
  'started_at',
  'first_started_at',
  'max_attempts',
  'limit_key',
  'node',
  'plan',
  'parameters',
  'attempts',
];

/** As a list for SQL; `prefix` is the table's alias with its dot. */
export const claimedColumns = (prefix = ''): string =>
  CLAIMED_COLUMNS.map((name) => `${prefix}${name}`).join(', ');
