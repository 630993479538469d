import { EXECUTION_STATUSES, TRIGGERS } from '../contract/execution';
import { JOB_STATUSES } from '../contract/job';
import { ownerText } from '../services/owner-text';
import { EXECUTION_SORTS, JOB_SORTS } from '../services/ports';
import type { Caller, ExecutionQuery, JobQuery } from '../services/ports';
import type { SecretQuery } from '../services/secret-ports';
import { nullable, optional } from '../services/shape';
import {
  flagText,
  instantText,
  listFields,
  pageFields,
  pageOf,
  readQuery,
  someOf,
  word,
} from './read-query';

/** The filters of GET /jobs. */
export const readJobQuery = (query: Record<string, unknown>, caller: Caller): JobQuery => {
  const { page, pageSize, ...rest } = readQuery(query, {
    ...listFields(JOB_SORTS, { field: 'name', descending: false }),
    status: optional(someOf(JOB_STATUSES), []),
    enabled: optional<boolean | null>(flagText, null),
    template: word(),
    category: word(),
    tag: word(),
    owner: optional(nullable(ownerText(caller)), null),
  });
  return { ...rest, ...pageOf({ page, pageSize }) };
};

/** The filters of GET /secrets. */
export const readSecretQuery = (query: Record<string, unknown>): SecretQuery => {
  const { page, pageSize, q } = readQuery(query, { ...pageFields, q: word() });
  return { q, ...pageOf({ page, pageSize }) };
};

const executionFields = {
  ...listFields(EXECUTION_SORTS, { field: 'queuedAt', descending: true }),
  status: optional(someOf(EXECUTION_STATUSES), []),
  trigger: optional(someOf(TRIGGERS), []),
  from: optional<number | null>(instantText, null),
  to: optional<number | null>(instantText, null),
};

/** The filters of GET /executions. */
export const readExecutionQuery = (query: Record<string, unknown>): ExecutionQuery => {
  const { page, pageSize, ...rest } = readQuery(query, { ...executionFields, job: word(64) });
  return { ...rest, ...pageOf({ page, pageSize }) };
};

/** The same where the path names the job. */
export const readExecutionQueryOf = (
  query: Record<string, unknown>,
  job: string
): ExecutionQuery => {
  const { page, pageSize, ...rest } = readQuery(query, executionFields);
  return { ...rest, job, ...pageOf({ page, pageSize }) };
};
