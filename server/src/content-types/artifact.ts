import { hidden } from './hidden';

/** A file that an execution produced. The bytes lie in the artifacts directory. */
export const artifact = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_artifacts',
    info: { singularName: 'artifact', pluralName: 'artifacts', displayName: 'Artifact' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      /** Null once the execution is gone: the artifact is next. */
      execution: {
        type: 'relation',
        relation: 'manyToOne',
        target: 'plugin::job-scheduler.execution',
        useJoinTable: false,
        configurable: false,
      },
      jobDocumentId: { type: 'string', required: true, configurable: false },
      attempt: { type: 'integer', required: true, configurable: false },
      name: { type: 'string', required: true, configurable: false },
      mime: { type: 'string', required: true, configurable: false },
      /** Bytes. */
      size: { type: 'biginteger', required: true, configurable: false },
      /** SHA-256, hexadecimal. */
      digest: { type: 'string', required: true, configurable: false },
      /** Its name in the artifacts directory: random, never made of the name above. */
      file: { type: 'string', required: true, private: true, configurable: false },
      /** What it is a version of, within its job. */
      versionsOf: { type: 'string', configurable: false },
      /** Uid of the right that a download needs beside the one to read executions. */
      neededRight: { type: 'string', configurable: false },
      /** Epoch milliseconds. */
      keptAt: { type: 'biginteger', required: true, configurable: false },
    },
    indexes: [
      { name: 'job_scheduler_artifacts_file', columns: ['file'], type: 'unique' },
      { name: 'job_scheduler_artifacts_exec', columns: ['execution_id', 'id'] },
      { name: 'job_scheduler_artifacts_job', columns: ['job_document_id', 'id'] },
      { name: 'job_scheduler_artifacts_kept', columns: ['kept_at'] },
    ],
  },
} as const;
