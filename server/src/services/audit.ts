import type { AuditEntryView } from '../contract/audit';
import { mask } from '../domain/mask';
import type { Caller, NewAuditEntry, ServicePorts } from './ports';
import { sameValue } from './same-value';

type Diff = NonNullable<AuditEntryView['diff']>;

/** What happened, as the caller's entry in the audit log. */
export const auditEntry = (
  caller: Caller,
  event: Pick<NewAuditEntry, 'action' | 'object'> & { diff?: Diff | null; outcome?: 'denied' }
): NewAuditEntry => ({
  actor: { kind: caller.kind, id: caller.id, name: caller.name },
  action: event.action,
  object: event.object,
  outcome: event.outcome ?? 'ok',
  ip: caller.ip,
  requestId: caller.requestId,
  diff: event.diff ?? null,
});

/** The fields that differ, before and after, secrets masked. `before` is null for what is new. */
export const diffOf = (before: object | null, after: object): Diff => {
  const old = new Map(Object.entries(before ?? {}));
  const changed = Object.entries(after).filter(
    ([field, value]) => !old.has(field) || !sameValue(value, old.get(field))
  );
  return Object.fromEntries(
    changed.map(([field, value]) => [
      field,
      { before: mask(field, old.get(field) ?? null), after: mask(field, value) },
    ])
  );
};

export const jobObject = (job: { documentId: string; name: string }): NewAuditEntry['object'] => ({
  kind: 'job',
  documentId: job.documentId,
  name: job.name,
});

export const executionObject = (execution: {
  documentId: string;
  jobName: string;
}): NewAuditEntry['object'] => ({
  kind: 'execution',
  documentId: execution.documentId,
  name: execution.jobName,
});

/** A denied try, for the audit log. */
export const recordDenial = (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  { route, target }: { route: string; target: string | null }
): Promise<void> =>
  store.writeDenial({
    ...auditEntry(caller, {
      action: 'access.denied',
      outcome: 'denied',
      object: { kind: 'route', documentId: target, name: route },
    }),
    route,
  });
