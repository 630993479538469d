import { hidden } from './hidden';

/** A person's decision about exactly the bytes of a digest. Never changed, never deleted while the script is known. */
export const scriptApproval = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_script_approvals',
    info: {
      singularName: 'script-approval',
      pluralName: 'script-approvals',
      displayName: 'Script approval',
    },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      scriptId: { type: 'string', required: true, configurable: false },
      digest: { type: 'string', required: true, configurable: false },
      decision: { type: 'string', required: true, configurable: false },
      comment: { type: 'text', configurable: false },
      byId: { type: 'string', configurable: false },
      byName: { type: 'string', configurable: false },
      at: { type: 'biginteger', required: true, configurable: false },
      /** JSON: path → text of each file, for the difference to later bytes; null where it is not text. */
      files: { type: 'text', private: true, configurable: false },
    },
    indexes: [{ name: 'job_scheduler_approvals_script', columns: ['script_id', 'id'] }],
  },
} as const;
