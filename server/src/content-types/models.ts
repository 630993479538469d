/**
 * Lean helper tables, written often and read by nobody but us: registered as bare models in `register()`, so that
 * they get none of a content type's columns and indexes.
 */
export const LOG_CHUNK_UID = 'plugin::job-scheduler.log-chunk';
export const NODE_UID = 'plugin::job-scheduler.node';

export const models = [
  {
    uid: LOG_CHUNK_UID,
    singularName: 'job-scheduler-log-chunk',
    tableName: 'job_scheduler_log_chunks',
    attributes: {
      id: { type: 'increments' },
      executionId: { type: 'integer', column: { notNullable: true } },
      firstSeq: { type: 'biginteger', column: { notNullable: true } },
      lastSeq: { type: 'biginteger', column: { notNullable: true } },
      /** Epoch milliseconds of the newest line: what retention looks at. */
      at: { type: 'biginteger', column: { notNullable: true } },
      /** JSON array of lines. */
      lines: { type: 'text', column: { type: 'text', args: ['longtext'], notNullable: true } },
    },
    indexes: [
      {
        name: 'job_scheduler_log_seq',
        columns: ['execution_id', 'first_seq'],
        type: 'unique',
      },
      { name: 'job_scheduler_log_at', columns: ['at'] },
    ],
  },
  {
    uid: NODE_UID,
    singularName: 'job-scheduler-node',
    tableName: 'job_scheduler_nodes',
    attributes: {
      id: { type: 'increments' },
      nodeId: { type: 'string', column: { notNullable: true } },
      host: { type: 'string', column: { notNullable: true } },
      pid: { type: 'integer', column: { notNullable: true } },
      processKey: { type: 'string' },
      role: { type: 'string', column: { notNullable: true } },
      state: { type: 'string', column: { notNullable: true } },
      version: { type: 'string', column: { notNullable: true } },
      zoneData: { type: 'string', column: { notNullable: true } },
      maxConcurrent: { type: 'integer', column: { notNullable: true } },
      running: { type: 'integer', column: { notNullable: true } },
      skewMs: { type: 'integer', column: { notNullable: true } },
      startedAt: { type: 'biginteger', column: { notNullable: true } },
      lastSeenAt: { type: 'biginteger', column: { notNullable: true } },
      lastTickAt: { type: 'biginteger' },
    },
    indexes: [{ name: 'job_scheduler_nodes_node', columns: ['node_id'], type: 'unique' }],
  },
];
