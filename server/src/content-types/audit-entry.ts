import { hidden } from './hidden';

/** Who did what to what, when, from where, with which outcome. Written in the change's own transaction. */
export const auditEntry = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_audit',
    info: { singularName: 'audit-entry', pluralName: 'audit-entries', displayName: 'Audit entry' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      at: { type: 'biginteger', required: true, configurable: false },
      actorKind: { type: 'string', required: true, configurable: false },
      actorId: { type: 'string', configurable: false },
      actorName: { type: 'string', configurable: false },
      action: { type: 'string', required: true, configurable: false },
      objectKind: { type: 'string', configurable: false },
      objectId: { type: 'string', configurable: false },
      objectName: { type: 'string', configurable: false },
      outcome: { type: 'string', required: true, configurable: false },
      ip: { type: 'string', configurable: false },
      requestId: { type: 'string', configurable: false },
      diff: { type: 'json', configurable: false },
      count: { type: 'integer', required: true, default: 1, configurable: false },
      /** One row per actor, route and minute for denials; null for everything else. */
      foldKey: { type: 'string', configurable: false },
    },
    indexes: [
      { name: 'job_scheduler_audit_at', columns: ['at'] },
      { name: 'job_scheduler_audit_object', columns: ['object_kind', 'object_id'] },
      { name: 'job_scheduler_audit_fold', columns: ['fold_key'], type: 'unique' },
    ],
  },
} as const;
