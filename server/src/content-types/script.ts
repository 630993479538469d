import { hidden } from './hidden';

/** A script of the catalogue, as it was last seen in the directory. */
export const script = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_scripts',
    info: { singularName: 'script', pluralName: 'scripts', displayName: 'Script' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      path: { type: 'string', required: true, configurable: false },
      type: { type: 'string', required: true, configurable: false },
      interpreter: { type: 'string', required: true, configurable: false },
      digest: { type: 'string', required: true, configurable: false },
      size: { type: 'biginteger', required: true, configurable: false },
      takesOptions: { type: 'boolean', required: true, configurable: false },
      description: { type: 'text', configurable: false },
      isMissing: { type: 'boolean', required: true, default: false, configurable: false },
      seenAt: { type: 'biginteger', required: true, configurable: false },
    },
    indexes: [{ name: 'job_scheduler_scripts_path', columns: ['path'], type: 'unique' }],
  },
} as const;
