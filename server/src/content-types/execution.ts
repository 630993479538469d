import { hidden } from './hidden';

/**
 * An execution: the record of one occurrence or of one start by hand, by API or as a replay.
 * Instants are epoch milliseconds. Columns that only claims look at are null once it is over.
 */
export const execution = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_executions',
    info: { singularName: 'execution', pluralName: 'executions', displayName: 'Execution' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      job: {
        type: 'relation',
        relation: 'manyToOne',
        target: 'plugin::job-scheduler.job',
        useJoinTable: false,
        configurable: false,
      },
      // Kept after the job is deleted.
      jobDocumentId: { type: 'string', required: true, configurable: false },
      jobName: { type: 'string', required: true, configurable: false },
      trigger: { type: 'string', required: true, configurable: false },
      slotAt: { type: 'biginteger', configurable: false },
      readyAt: { type: 'biginteger', required: true, configurable: false },
      status: { type: 'string', required: true, configurable: false },
      reason: { type: 'string', configurable: false },
      priority: { type: 'integer', required: true, configurable: false },
      /** 1 = may be claimed, 0 = waits for its turn, 2 = for its time, 3 = for a free seat, null = nothing to claim. */
      claimable: { type: 'integer', configurable: false },
      /** Claimed in this order (`domain/claim-order`). */
      claimOrder: { type: 'biginteger', configurable: false },
      /** Held by the one execution of a job that may be in progress where the job does not overlap. */
      overlapKey: { type: 'string', configurable: false },
      /** While it is on its way the limit that it counts for, `job:<id>` or `key:<name>`, and how many may run at once. */
      limitKey: { type: 'string', configurable: false },
      limitCount: { type: 'integer', configurable: false },
      /** The seat that it holds: `<limit key>#<0 … limit − 1>`. */
      limitSlot: { type: 'string', configurable: false },
      /** Upstream jobs whose end is still to come, and those that came. */
      openUpstreams: { type: 'integer', configurable: false },
      upstreams: { type: 'json', configurable: false },
      attempt: { type: 'integer', required: true, default: 0, configurable: false },
      maxAttempts: { type: 'integer', required: true, default: 1, configurable: false },
      claimToken: { type: 'string', configurable: false },
      node: { type: 'string', configurable: false },
      leaseUntil: { type: 'biginteger', configurable: false },
      cancelRequestedAt: { type: 'biginteger', configurable: false },
      queuedAt: { type: 'biginteger', required: true, configurable: false },
      firstStartedAt: { type: 'biginteger', configurable: false },
      startedAt: { type: 'biginteger', configurable: false },
      finishedAt: { type: 'biginteger', configurable: false },
      plan: { type: 'json', required: true, configurable: false },
      parameters: { type: 'json', required: true, configurable: false },
      attempts: { type: 'json', configurable: false },
      result: { type: 'json', configurable: false },
      error: { type: 'json', configurable: false },
      exitCode: { type: 'integer', configurable: false },
      progress: { type: 'json', configurable: false },
      scheduleKey: { type: 'string', configurable: false },
      mergedKeys: { type: 'json', configurable: false },
      /** The calendar that kept the occurrence back. */
      keptBackBy: { type: 'json', configurable: false },
      /** `missed` only: the oldest of the occurrences that it stands for; `slotAt` is the newest. */
      missedFrom: { type: 'biginteger', configurable: false },
      missedCount: { type: 'integer', configurable: false },
      startedBy: { type: 'json', configurable: false },
      note: { type: 'text', configurable: false },
    },
    // `where`: on PostgreSQL and SQLite only these rows are in it (`storage/narrow-indexes`). Whoever changes one that
    // is there gives it a new name, and drops the old one before Strapi does: of a unique one it would drop a constraint.
    indexes: [
      // X1: one record per occurrence, whatever crashes.
      {
        name: 'job_scheduler_exec_slot',
        columns: ['job_id', 'slot_at'],
        type: 'unique',
        where: 'slot_at IS NOT NULL',
      },
      {
        name: 'job_scheduler_exec_overlap',
        columns: ['overlap_key'],
        type: 'unique',
        where: 'overlap_key IS NOT NULL',
      },
      // Limits: no seat is taken twice, on whichever node.
      {
        name: 'job_scheduler_exec_seat',
        columns: ['limit_slot'],
        type: 'unique',
        where: 'limit_slot IS NOT NULL',
      },
      {
        name: 'job_scheduler_exec_limit',
        columns: ['limit_key', 'claimable', 'claim_order'],
        where: 'limit_key IS NOT NULL',
      },
      // A job's newest executions: its page, and the last twenty of each job of a list.
      { name: 'job_scheduler_exec_newest', columns: ['job_id', 'id'] },
      // The order of a claim.
      {
        name: 'job_scheduler_exec_claim',
        columns: ['claimable', 'claim_order', 'id'],
        where: 'claimable IS NOT NULL',
      },
      // What waits for its time.
      {
        name: 'job_scheduler_exec_ready',
        columns: ['claimable', 'ready_at'],
        where: 'claimable IS NOT NULL',
      },
      {
        name: 'job_scheduler_exec_upstreams',
        columns: ['job_id', 'open_upstreams'],
        where: 'open_upstreams IS NOT NULL',
      },
      // With the status, so that the outcomes of a day are counted without looking at the rows.
      {
        name: 'job_scheduler_exec_finished',
        columns: ['finished_at', 'status'],
      },
      // What a job has in progress, and its newest records, without reading its history.
      {
        name: 'job_scheduler_exec_job',
        columns: ['job_id', 'finished_at', 'claimable', 'ready_at'],
      },
      { name: 'job_scheduler_exec_status', columns: ['status', 'id'] },
      // Lists by the instant that a record is of, and by its start.
      { name: 'job_scheduler_exec_slots', columns: ['slot_at'] },
      {
        name: 'job_scheduler_exec_started',
        columns: ['first_started_at'],
      },
      // Lists of a span of time or of a trigger, counted and paged without looking at the rows.
      { name: 'job_scheduler_exec_listed', columns: ['queued_at', 'id', 'status', 'trigger'] },
    ],
  },
} as const;
