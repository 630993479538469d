import { hidden } from './hidden';

/** A secret: a sealed value that jobs may use and nobody can read back. */
export const secret = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_secrets',
    info: { singularName: 'secret', pluralName: 'secrets', displayName: 'Secret' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      name: { type: 'string', required: true, configurable: false },
      description: { type: 'text', configurable: false },
      allowedScripts: { type: 'json', configurable: false },
      allowedHosts: { type: 'json', configurable: false },
      revision: { type: 'integer', required: true, default: 1, configurable: false },
      version: { type: 'integer', required: true, default: 1, configurable: false },
      fingerprint: { type: 'string', configurable: false },
      keyId: { type: 'string', configurable: false },
      /** JSON of `domain/secrets/envelope`: nothing of it opens without a key from outside the database. */
      sealed: { type: 'text', private: true, configurable: false },
      /** JSON: where else the value is kept; then nothing is sealed here. */
      reference: { type: 'text', configurable: false },
    },
    indexes: [
      { name: 'job_scheduler_secrets_name', columns: ['name'], type: 'unique' },
      { name: 'job_scheduler_secrets_key', columns: ['key_id', 'id'] },
    ],
  },
} as const;
