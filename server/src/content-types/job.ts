import { hidden } from './hidden';

/**
 * A job: the definition that people write, and the engine's state of it.
 * Instants are epoch milliseconds (Strapi's datetime columns carry no zone).
 */
export const job = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_jobs',
    info: { singularName: 'job', pluralName: 'jobs', displayName: 'Job' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      name: { type: 'string', required: true, configurable: false },
      // What lists filter and sort by, copied out of the definition on every write.
      description: { type: 'text', configurable: false },
      category: { type: 'string', configurable: false },
      tags: { type: 'json', configurable: false },
      template: { type: 'string', required: true, configurable: false },
      enabled: { type: 'boolean', required: true, default: true, configurable: false },
      definition: { type: 'json', required: true, configurable: false },
      revision: { type: 'integer', required: true, default: 1, configurable: false },
      ownerKind: { type: 'string', configurable: false },
      ownerId: { type: 'string', configurable: false },
      // When the engine looks at the job next: an occurrence, also one that a calendar excludes, or the end of a pause.
      nextAt: { type: 'biginteger', configurable: false },
      // The next occurrence that will run: what people see and sort by.
      nextRunAt: { type: 'biginteger', configurable: false },
      cursorAt: { type: 'biginteger', configurable: false },
      pausedAt: { type: 'biginteger', configurable: false },
      pausedUntil: { type: 'biginteger', configurable: false },
      pauseNote: { type: 'text', configurable: false },
      // Name of who paused it.
      pausedBy: { type: 'string', configurable: false },
      heldReason: { type: 'string', configurable: false },
      heldAt: { type: 'biginteger', configurable: false },
      failureStreak: { type: 'integer', required: true, default: 0, configurable: false },
      // Copied out of the definition: the end of an attempt decides about them in one statement.
      breakerFailures: { type: 'integer', configurable: false },
      breakerCoolDownMs: { type: 'integer', configurable: false },
      // Null = closed, to come = open, past = one probe may run.
      breakerUntil: { type: 'biginteger', configurable: false },
      // 1 while executions wait for their turn: only then the end of one looks for the next.
      waitingTurns: { type: 'integer', configurable: false },
      // How many jobs depend on this one.
      dependentsCount: { type: 'integer', required: true, default: 0, configurable: false },
      // What `maxExecutions` looks at.
      scheduledCount: { type: 'integer', required: true, default: 0, configurable: false },
      executionCount: { type: 'integer', required: true, default: 0, configurable: false },
      failureCount: { type: 'integer', required: true, default: 0, configurable: false },
    },
    indexes: [
      { name: 'job_scheduler_jobs_next', columns: ['next_at'] },
      { name: 'job_scheduler_jobs_next_run', columns: ['next_run_at'] },
      { name: 'job_scheduler_jobs_name', columns: ['name'], type: 'unique' },
      { name: 'job_scheduler_jobs_held', columns: ['held_reason', 'template'] },
      // Which templates have jobs that are not held, without reading the jobs.
      { name: 'job_scheduler_jobs_template', columns: ['template', 'held_reason'] },
      { name: 'job_scheduler_jobs_owner', columns: ['owner_kind', 'owner_id'] },
    ],
  },
} as const;
