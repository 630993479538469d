export interface AuditEntryView {
  documentId: string;
  at: string;
  actor: {
    kind: 'user' | 'token' | 'system' | 'anonymous';
    id: string | null;
    name: string | null;
  };
  /** `job.create`, `execution.cancel`, `access.denied`, … */
  action: string;
  object: { kind: string; documentId: string | null; name: string | null } | null;
  outcome: 'ok' | 'denied' | 'failed';
  ip: string | null;
  requestId: string | null;
  /** Changed fields: before and after. */
  diff: Record<string, { before: unknown; after: unknown }> | null;
  /** Denials of one minute fold into one entry. */
  count: number;
}
