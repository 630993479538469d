'use strict';

const { appendFile } = require('node:fs/promises');

/**
 * Test only: a template whose executions leave lines in a file outside the database, so that a test can compare what
 * happened with what the records say. Registered where JOB_WITNESS_FILE is set.
 */
const registerWitness = (strapi) => {
  const file = process.env.JOB_WITNESS_FILE;
  if (!file) return;
  strapi
    .plugin('job-scheduler')
    .service('templates')
    .register({
      uid: 'witness',
      version: 1,
      category: 'test',
      label: 'Witness',
      description: 'Appends a line when it starts and one when it ends.',
      parameters: [
        { name: 'durationMs', type: 'number', label: 'Duration (ms)', default: 0, min: 0 },
      ],
      run: (context) => witness(file, context),
    });
};

const witness = async (file, context) => {
  const line = (event) =>
    appendFile(
      file,
      `${JSON.stringify({
        event,
        occurrenceId: context.occurrenceId,
        attempt: context.attempt,
        job: context.job.documentId,
        scheduledFor: context.scheduledFor,
        pid: process.pid,
        // A preload may have moved the clock of the process.
        at: globalThis.trueNow?.() ?? Date.now(),
      })}\n`
    );
  await line('start');
  try {
    await context.sleep(context.parameters.durationMs);
  } finally {
    await line('end');
  }
  return { pid: process.pid };
};

module.exports = { registerWitness };
