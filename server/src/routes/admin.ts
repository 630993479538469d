import { actionUid } from '../contract/rights';
import type { Right } from '../contract/rights';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Every route of the admin API with the rights of which one must be held. */
const route = (method: Method, path: string, handler: string, ...rights: [Right, ...Right[]]) =>
  guarded(method, path, handler, rights.map(actionUid));

/** Strapi's own check answers false; ours also leaves a trace of it. Rows are looked at by the use cases. */
const guarded = (method: Method, path: string, handler: string, anyOf: string[]) => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'plugin::job-scheduler.has-right', config: { anyOf } },
      // Strapi's asks for all of its actions: it can repeat only a single one.
      ...(anyOf.length === 1 ? anyOf.map(hasPermissions) : []),
    ],
  },
});

const hasPermissions = (action: string) => ({
  name: 'admin::hasPermissions',
  config: { actions: [action] },
});

export default {
  type: 'admin',
  routes: [
    route('GET', '/templates', 'templates.list', 'templates-read'),
    route('GET', '/templates/:uid', 'templates.read', 'templates-read'),
    route('POST', '/templates/:uid/preview', 'templates.preview', 'jobs-create'),

    route('GET', '/jobs', 'jobs.list', 'jobs-read'),
    route('POST', '/jobs', 'jobs.create', 'jobs-create'),
    route('POST', '/jobs/bulk', 'jobs.bulk', 'jobs-update', 'jobs-run', 'jobs-delete'),
    route('GET', '/jobs/:id', 'jobs.read', 'jobs-read'),
    route('PUT', '/jobs/:id', 'jobs.replace', 'jobs-update'),
    route('DELETE', '/jobs/:id', 'jobs.remove', 'jobs-delete'),
    route('POST', '/jobs/:id/run', 'jobs.run', 'jobs-run'),
    route('POST', '/jobs/:id/enable', 'jobs.enable', 'jobs-update'),
    route('POST', '/jobs/:id/disable', 'jobs.disable', 'jobs-update'),
    route('POST', '/jobs/:id/pause', 'jobs.pause', 'jobs-update'),
    route('POST', '/jobs/:id/resume', 'jobs.resume', 'jobs-update'),
    route('POST', '/jobs/:id/clone', 'jobs.clone', 'jobs-update'),
    route('GET', '/jobs/:id/parameters/history', 'jobs.parameterHistory', 'jobs-run'),
    route('POST', '/jobs/:id/schedules/diff', 'jobs.diffSchedules', 'jobs-read'),
    route('GET', '/jobs/:id/executions', 'jobs.executions', 'executions-read'),
    route('GET', '/jobs/:id/ledger', 'jobs.ledger', 'executions-read'),

    route('POST', '/export', 'jobDocuments.export', 'jobs-export'),
    route('POST', '/import', 'jobDocuments.import', 'jobs-import'),

    route('GET', '/executions', 'executions.list', 'executions-read'),
    route('GET', '/executions/:id', 'executions.read', 'executions-read'),
    route('GET', '/executions/:id/logs', 'executions.logs', 'executions-read'),
    route('GET', '/executions/:id/logs/download', 'executions.download', 'executions-read'),
    route('GET', '/executions/:id/artifacts', 'artifacts.list', 'executions-read'),
    route(
      'GET',
      '/executions/:id/artifacts/:artifactId/download',
      'artifacts.download',
      'executions-read'
    ),
    route('POST', '/executions/:id/cancel', 'executions.cancel', 'executions-cancel'),
    route('POST', '/executions/:id/retry', 'executions.retry', 'jobs-run'),
    route('POST', '/executions/:id/replay', 'executions.replay', 'jobs-run'),

    route('GET', '/graph', 'graph.read', 'jobs-read'),

    route('GET', '/calendars', 'calendars.list', 'calendars-read'),
    route('POST', '/calendars', 'calendars.create', 'calendars-create'),
    route('POST', '/calendars/import', 'calendars.import', 'calendars-create'),
    route('POST', '/calendars/preview', 'calendars.preview', 'calendars-read'),
    route('GET', '/calendars/:id', 'calendars.read', 'calendars-read'),
    route('PUT', '/calendars/:id', 'calendars.replace', 'calendars-update'),
    route('DELETE', '/calendars/:id', 'calendars.remove', 'calendars-delete'),

    route('POST', '/schedules/preview', 'scheduler.preview', 'jobs-read'),
    route('GET', '/scripts', 'scripts.list', 'scripts-read', 'scripts-use'),
    route('GET', '/scripts/:id', 'scripts.read', 'scripts-read'),
    route('POST', '/scripts/:id/approve', 'scripts.approve', 'scripts-approve'),
    route('POST', '/scripts/:id/reject', 'scripts.reject', 'scripts-approve'),
    route('GET', '/secrets', 'secrets.list', 'secrets-manage', 'secrets-use'),
    route('POST', '/secrets', 'secrets.create', 'secrets-manage'),
    route('POST', '/secrets/rotate', 'secrets.rotate', 'secrets-manage'),
    route('GET', '/secrets/:id', 'secrets.read', 'secrets-manage'),
    route('PUT', '/secrets/:id', 'secrets.replace', 'secrets-manage'),
    route('DELETE', '/secrets/:id', 'secrets.remove', 'secrets-manage'),
    route('GET', '/scheduler/status', 'scheduler.status', 'scheduler-read'),
    route('POST', '/scheduler/pause', 'scheduler.pause', 'scheduler-control'),
    route('POST', '/scheduler/resume', 'scheduler.resume', 'scheduler-control'),
    route('GET', '/audit', 'access.audit', 'audit-read'),
    // Whoever may change Strapi's roles may also apply a set to one.
    guarded('POST', '/access/apply', 'access.apply', ['admin::roles.update']),
  ],
};
