import type { Pagination } from '../contract/api';
import type { AuditEntryView } from '../contract/audit';
import { pagination } from './pagination';
import type { AuditQuery, ServicePorts } from './ports';

/** The audit log, newest first. */
export const listAudit = async (
  { store }: Pick<ServicePorts, 'store'>,
  query: AuditQuery
): Promise<{ data: AuditEntryView[]; meta: { pagination: Pagination } }> => {
  const { rows, total } = await store.listAudit(query);
  return { data: rows, meta: { pagination: pagination(query, total) } };
};
