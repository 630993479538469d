'use strict';

/** Three jobs that really run and need no network. */
const SAMPLES = [
  {
    name: 'Self-test every minute',
    description: 'Shows that the scheduler is alive. It changes nothing.',
    category: 'samples',
    template: 'self-test',
    parameters: { durationMs: 2_000, logLines: 5 },
    schedules: [{ key: 'minutely', kind: 'cron', expression: '* * * * *', timezone: 'UTC' }],
  },
  {
    name: 'Publish tickets that are due',
    description: 'Publishes drafts whose time has come.',
    category: 'samples',
    tags: ['tickets'],
    template: 'publish',
    parameters: {
      contentType: 'api::ticket.ticket',
      filters: { publishAt: { $lte: '$now' } },
      includeChanged: false,
    },
    schedules: [{ key: 'often', kind: 'interval', every: '1m' }],
  },
  {
    name: 'Delete resolved tickets',
    description: 'Keeps the list of tickets short.',
    category: 'samples',
    tags: ['tickets'],
    template: 'database-cleanup',
    parameters: {
      contentType: 'api::ticket.ticket',
      filters: { state: 'resolved' },
      olderThanDays: 0,
      maxEntries: 100,
    },
    schedules: [
      { key: 'often', kind: 'cron', expression: '*/10 * * * *', timezone: 'Asia/Hong_Kong' },
    ],
  },
];

/** Makes the samples that are missing, by name, in the account's name. */
const ensureSampleJobs = async (strapi, { user }) => {
  const useCases = strapi.plugin('job-scheduler').service('use-cases');
  const jobs = strapi.db.query('plugin::job-scheduler.job');
  for (const sample of SAMPLES) {
    if (await jobs.findOne({ where: { name: sample.name } })) continue;
    await createUnlessThere(useCases, callerOf(user), sample);
  }
};

/** Another process on the same database may be first. */
const createUnlessThere = async (useCases, caller, sample) => {
  try {
    await useCases.createJob(caller, sample);
  } catch (error) {
    if (error.name !== 'ConflictError') throw error;
  }
};

/** The first admin, as a request of theirs would come in: a super admin holds every right. */
const callerOf = ({ id, firstname, lastname }) => ({
  kind: 'user',
  id: String(id),
  name: `${firstname} ${lastname}`,
  userId: id,
  trigger: 'manual',
  language: 'en',
  ip: null,
  requestId: 'demo-site',
  scopeOf: () => ({ jobs: 'all' }),
  holds: () => true,
});

module.exports = { ensureSampleJobs };
