'use strict';

const { appendFileSync } = require('node:fs');

/**
 * Test only: templates whose executions leave lines in a file outside the database, so that a test can compare what
 * happened with what the records say. Registered where JOB_WITNESS_FILE is set; what else they are to do is in the module
 * that JOB_WITNESS_BEHAVIOURS names, by template.
 */
const registerWitness = (strapi) => {
  const file = process.env.JOB_WITNESS_FILE;
  if (!file) return;
  const others = process.env.JOB_WITNESS_BEHAVIOURS;
  const behaviours = { witness: rest, ...(others ? require(others).BEHAVIOURS : {}) };
  const templates = strapi.plugin('job-scheduler').service('templates');
  for (const [uid, behave] of Object.entries(behaviours))
    templates.register({
      uid,
      version: 1,
      category: 'test',
      label: uid,
      description: 'Appends a line when it starts and one when it ends.',
      parameters: [
        {
          name: 'durationMs',
          type: 'number',
          label: 'Duration (ms)',
          default: 0,
          min: 0,
          askOnRun: true,
        },
      ],
      run: (context) => witness(file, context, behave),
    });
};

const rest = (context) => context.sleep(context.parameters.durationMs);

/** Nothing else of its process happens between a line and what it tells of: the next thing may block the process. */
const witness = async (file, context, behave) => {
  const line = (event) =>
    appendFileSync(
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
  line('start');
  try {
    return (await behave(context)) ?? { pid: process.pid };
  } finally {
    line('end');
  }
};

module.exports = { registerWitness, witness };
