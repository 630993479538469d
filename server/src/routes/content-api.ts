/**
 * For machines, by API token: what a token may is set where it is made. Nothing here is open to the public role, but the
 * probes.
 */
export default {
  type: 'content-api',
  routes: [
    { method: 'GET', path: '/health/live', handler: 'health.live', config: { auth: false } },
    { method: 'GET', path: '/health/ready', handler: 'health.ready', config: { auth: false } },
    { method: 'GET', path: '/jobs', handler: 'job.find' },
    { method: 'GET', path: '/jobs/:id', handler: 'job.findOne' },
    { method: 'POST', path: '/jobs/:id/run', handler: 'job.run' },
    { method: 'POST', path: '/jobs/:id/pause', handler: 'job.pause' },
    { method: 'POST', path: '/jobs/:id/resume', handler: 'job.resume' },
    { method: 'POST', path: '/jobs/:id/schedules/diff', handler: 'job.compare' },
    { method: 'GET', path: '/jobs/:id/executions', handler: 'job-execution.find' },
    { method: 'GET', path: '/jobs/:id/ledger', handler: 'job-ledger.find' },
    { method: 'GET', path: '/graph', handler: 'job-graph.find' },
    { method: 'GET', path: '/executions', handler: 'execution.find' },
    { method: 'GET', path: '/executions/:id', handler: 'execution.findOne' },
    { method: 'GET', path: '/executions/:id/logs', handler: 'log.find' },
    { method: 'GET', path: '/executions/:id/logs/download', handler: 'log.findOne' },
    { method: 'GET', path: '/executions/:id/artifacts', handler: 'artifact.find' },
    {
      method: 'GET',
      path: '/executions/:id/artifacts/:artifactId/download',
      handler: 'artifact.findOne',
    },
    { method: 'POST', path: '/executions/:id/cancel', handler: 'execution.cancel' },
    { method: 'POST', path: '/executions/:id/retry', handler: 'execution.retry' },
    { method: 'POST', path: '/executions/:id/replay', handler: 'execution.replay' },
    { method: 'POST', path: '/scheduler/pause', handler: 'scheduler-control.pause' },
    { method: 'POST', path: '/scheduler/resume', handler: 'scheduler-control.resume' },
    { method: 'GET', path: '/calendars', handler: 'calendar.find' },
    { method: 'POST', path: '/calendars', handler: 'calendar.create' },
    { method: 'POST', path: '/calendars/import', handler: 'calendar.import' },
    { method: 'GET', path: '/calendars/:id', handler: 'calendar.findOne' },
    { method: 'PUT', path: '/calendars/:id', handler: 'calendar.update' },
    { method: 'DELETE', path: '/calendars/:id', handler: 'calendar.delete' },
  ],
};
