import type { Pagination } from '../contract/api';
import type { ExecutionMeta, ExecutionView, ExecutionWait } from '../contract/execution';
import { findFor } from './access';
import { answerExecution, viewExecution, waitsOf } from './execution-view';
import { iso } from './job-view';
import { pagination } from './pagination';
import type { Caller, ExecutionQuery, Page, ServicePorts } from './ports';
import type { ExecutionRecord } from './records';

export interface ExecutionListMeta {
  pagination: Pagination;
  /** documentId → what it waits for, of those that wait for something */
  waits: Record<string, ExecutionWait>;
}

/** Executions of the jobs whose executions the caller may read. */
export const listExecutions = async (
  ports: Pick<ServicePorts, 'store'>,
  caller: Caller,
  query: ExecutionQuery
): Promise<{ data: ExecutionView[]; meta: ExecutionListMeta }> => {
  const scope = caller.scopeOf('executions-read');
  const { rows, total } = await ports.store.listExecutions(query, scope);
  const waits = await waitsOf(ports, caller, rows);
  return { data: rows.map(viewExecution), meta: { pagination: pagination(query, total), waits } };
};

/** The same for one job, which must be there. */
export const listExecutionsOf = async (
  ports: Pick<ServicePorts, 'store'>,
  caller: Caller,
  { id, query }: { id: string; query: ExecutionQuery }
): Promise<{ data: ExecutionView[]; meta: ExecutionListMeta }> => {
  const right = 'executions-read';
  await findFor(caller, { needed: right, read: right }, (scope) => ports.store.findJob(id, scope));
  return listExecutions(ports, caller, { ...query, job: id });
};

export const readExecution = async (
  ports: Pick<ServicePorts, 'store'>,
  caller: Caller,
  id: string
): Promise<{ data: ExecutionView; meta: ExecutionMeta }> => {
  const execution = await findReadable(ports.store, caller, id);
  return answerExecution(ports, caller, execution);
};

/** The execution, authorised through its job. */
export const findReadable = (
  store: Pick<ServicePorts['store'], 'findExecution'>,
  caller: Caller,
  id: string
): Promise<ExecutionRecord> =>
  findFor(caller, { needed: 'executions-read', read: 'executions-read' }, (scope) =>
    store.findExecution(id, scope)
  );

export interface ParameterHistoryEntry {
  /** documentId of the execution. */
  documentId: string;
  queuedAt: string;
  status: ExecutionView['status'];
  parameters: Record<string, unknown>;
  startedBy: ExecutionView['startedBy'];
  note: string | null;
}

/** What earlier starts by hand or by API were given, newest first. */
export const readParameterHistory = async (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  { id, page }: { id: string; page: Page }
): Promise<{ data: ParameterHistoryEntry[]; meta: { pagination: Pagination } }> => {
  const job = await findFor(caller, { needed: 'jobs-run', read: 'jobs-read' }, (scope) =>
    store.findJob(id, scope)
  );
  const { rows, total } = await store.listHandStarts(job, page);
  const data = rows.map(({ documentId, queuedAt, status, parameters, startedBy, note }) => {
    return { documentId, queuedAt: iso(queuedAt), status, parameters, startedBy, note };
  });
  return { data, meta: { pagination: pagination(page, total) } };
};
