/**
 * Lean helper tables, written often and read by nobody but us: registered as bare models in `register()`, so that
 * they get none of a content type's columns and indexes.
 */
export const LOG_CHUNK_UID = 'plugin::job-scheduler.log-chunk';
export const NODE_UID = 'plugin::job-scheduler.node';
export const LINK_UID = 'plugin::job-scheduler.link';
export const UPSTREAM_END_UID = 'plugin::job-scheduler.upstream-end';
export const SCRIPT_AUTHOR_UID = 'plugin::job-scheduler.script-author';
export const LOCK_UID = 'plugin::job-scheduler.lock';
export const CLUSTER_UID = 'plugin::job-scheduler.cluster';

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
  {
    // What a job's definition refers to, written with the job: jobs that it depends on, calendars that it uses.
    uid: LINK_UID,
    singularName: 'job-scheduler-link',
    tableName: 'job_scheduler_links',
    attributes: {
      id: { type: 'increments' },
      jobId: { type: 'integer', column: { notNullable: true } },
      /** 'dependency' or 'calendar'. */
      kind: { type: 'string', column: { notNullable: true } },
      /** documentId of the upstream job or of the calendar. */
      target: { type: 'string', column: { notNullable: true } },
    },
    indexes: [
      { name: 'job_scheduler_links_one', columns: ['job_id', 'kind', 'target'], type: 'unique' },
      { name: 'job_scheduler_links_target', columns: ['kind', 'target'] },
    ],
  },
  {
    // Who ever chose a script for something that runs; nothing takes a row away.
    uid: SCRIPT_AUTHOR_UID,
    singularName: 'job-scheduler-script-author',
    tableName: 'job_scheduler_script_authors',
    attributes: {
      id: { type: 'increments' },
      /** documentId of the script. */
      scriptId: { type: 'string', column: { notNullable: true } },
      /** Row id of the admin user. */
      userId: { type: 'integer', column: { notNullable: true } },
    },
    indexes: [
      {
        name: 'job_scheduler_script_authors_one',
        columns: ['script_id', 'user_id'],
        type: 'unique',
      },
    ],
  },
  {
    // Ends of executions that other jobs wait for: written with the end, consumed once by any node.
    uid: UPSTREAM_END_UID,
    singularName: 'job-scheduler-upstream-end',
    tableName: 'job_scheduler_upstream_ends',
    attributes: {
      id: { type: 'increments' },
      jobDocumentId: { type: 'string', column: { notNullable: true } },
      executionDocumentId: { type: 'string', column: { notNullable: true } },
      /** How it ended; null where it is on its way again, in the place of `replaces`. */
      status: { type: 'string' },
      /** documentId of the execution that it takes the place of. */
      replaces: { type: 'string' },
      at: { type: 'biginteger', column: { notNullable: true } },
    },
    indexes: [],
  },
  {
    // Rows to lock where no row of ours stands for the thing: a limit that several jobs share, the graph of jobs.
    uid: LOCK_UID,
    singularName: 'job-scheduler-lock',
    tableName: 'job_scheduler_locks',
    attributes: {
      id: { type: 'increments' },
      name: { type: 'string', column: { notNullable: true } },
    },
    indexes: [{ name: 'job_scheduler_locks_name', columns: ['name'], type: 'unique' }],
  },
  {
    // One row: what is wanted of all nodes.
    uid: CLUSTER_UID,
    singularName: 'job-scheduler-cluster',
    tableName: 'job_scheduler_cluster',
    attributes: {
      id: { type: 'increments' },
      name: { type: 'string', column: { notNullable: true } },
      pausedAt: { type: 'biginteger' },
      pausedUntil: { type: 'biginteger' },
      pauseNote: { type: 'text' },
      pausedBy: { type: 'string' },
      /** JSON array of `{ from, to }`: the pauses that are over, the newest last. */
      pauses: { type: 'text' },
      /** When the newest of them ended. */
      resumedAt: { type: 'biginteger' },
    },
    indexes: [{ name: 'job_scheduler_cluster_name', columns: ['name'], type: 'unique' }],
  },
];
