import type { Actor } from '../support/world';

/**
 * What each route of the running server answers to whom. `:id` is a job of `owner` (or an execution of it); `owner` and
 * `otherOwner` hold the editor's rights like `editor`. A route that is not listed here fails the test.
 */
export const COLUMNS = [
  'anonymous',
  'nobody',
  'viewer',
  'editor',
  'owner',
  'otherOwner',
  'superAdmin',
  'readOnlyToken',
  'fullToken',
  'adminToken',
] as const satisfies readonly Actor[];

type Row = [
  anonymous: number,
  nobody: number,
  viewer: number,
  editor: number,
  owner: number,
  otherOwner: number,
  superAdmin: number,
  readOnlyToken: number,
  fullToken: number,
  adminToken: number,
];

// prettier-ignore
export const MATRIX: Record<string, Row> = {
  //                                                 anon nobo view edit ownr othr supr read full admt
  'GET /job-scheduler/templates':                    [401, 403, 200, 200, 200, 200, 200, 401, 401, 200],
  'GET /job-scheduler/templates/:uid':               [401, 403, 200, 200, 200, 200, 200, 401, 401, 200],
  'POST /job-scheduler/templates/:uid/preview':      [401, 403, 403, 200, 200, 200, 200, 401, 401, 200],
  'GET /job-scheduler/jobs':                         [401, 403, 200, 200, 200, 200, 200, 401, 401, 200],
  'POST /job-scheduler/jobs':                        [401, 403, 403, 201, 201, 201, 201, 401, 401, 201],
  'POST /job-scheduler/jobs/bulk':                   [401, 403, 403, 200, 200, 200, 200, 401, 401, 200],
  'GET /job-scheduler/jobs/:id':                     [401, 403, 200, 404, 200, 404, 200, 401, 401, 200],
  'PUT /job-scheduler/jobs/:id':                     [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'DELETE /job-scheduler/jobs/:id':                  [401, 403, 403, 403, 403, 403, 204, 401, 401, 204],
  'POST /job-scheduler/jobs/:id/run':                [401, 403, 403, 404, 202, 404, 202, 401, 401, 202],
  'POST /job-scheduler/jobs/:id/enable':             [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'POST /job-scheduler/jobs/:id/disable':            [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'POST /job-scheduler/jobs/:id/pause':              [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'POST /job-scheduler/jobs/:id/resume':             [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'POST /job-scheduler/jobs/:id/clone':              [401, 403, 403, 404, 201, 404, 201, 401, 401, 201],
  'GET /job-scheduler/jobs/:id/parameters/history':  [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'GET /job-scheduler/jobs/:id/executions':          [401, 403, 200, 404, 200, 404, 200, 401, 401, 200],
  'GET /job-scheduler/executions':                   [401, 403, 200, 200, 200, 200, 200, 401, 401, 200],
  'GET /job-scheduler/executions/:id':               [401, 403, 200, 404, 200, 404, 200, 401, 401, 200],
  'GET /job-scheduler/executions/:id/logs':          [401, 403, 200, 404, 200, 404, 200, 401, 401, 200],
  'GET /job-scheduler/executions/:id/logs/download': [401, 403, 200, 404, 200, 404, 200, 401, 401, 200],
  'POST /job-scheduler/executions/:id/cancel':       [401, 403, 403, 404, 200, 404, 200, 401, 401, 200],
  'POST /job-scheduler/executions/:id/retry':        [401, 403, 403, 404, 202, 404, 202, 401, 401, 202],
  'POST /job-scheduler/executions/:id/replay':       [401, 403, 403, 404, 202, 404, 202, 401, 401, 202],
  'GET /job-scheduler/graph':                        [401, 403, 200, 200, 200, 200, 200, 401, 401, 200],
  'POST /job-scheduler/schedules/preview':           [401, 403, 200, 200, 200, 200, 200, 401, 401, 200],
  'GET /job-scheduler/scheduler/status':             [401, 403, 200, 403, 403, 403, 200, 401, 401, 200],
  'POST /job-scheduler/scheduler/pause':             [401, 403, 403, 403, 403, 403, 202, 401, 401, 202],
  'POST /job-scheduler/scheduler/resume':            [401, 403, 403, 403, 403, 403, 202, 401, 401, 202],
  'GET /job-scheduler/audit':                        [401, 403, 403, 403, 403, 403, 200, 401, 401, 200],
  'POST /job-scheduler/access/apply':                [401, 403, 403, 403, 403, 403, 200, 401, 401, 403],

  'GET /api/job-scheduler/health/live':              [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /api/job-scheduler/health/ready':             [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /api/job-scheduler/jobs':                     [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'GET /api/job-scheduler/jobs/:id':                 [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'POST /api/job-scheduler/jobs/:id/run':            [401, 401, 401, 401, 401, 401, 401, 403, 202, 401],
  'POST /api/job-scheduler/jobs/:id/pause':          [401, 401, 401, 401, 401, 401, 401, 403, 200, 401],
  'POST /api/job-scheduler/jobs/:id/resume':         [401, 401, 401, 401, 401, 401, 401, 403, 200, 401],
  'GET /api/job-scheduler/jobs/:id/executions':      [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'GET /api/job-scheduler/graph':                    [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'POST /api/job-scheduler/scheduler/pause':         [401, 401, 401, 401, 401, 401, 401, 403, 202, 401],
  'POST /api/job-scheduler/scheduler/resume':        [401, 401, 401, 401, 401, 401, 401, 403, 202, 401],
  'GET /api/job-scheduler/executions':               [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'GET /api/job-scheduler/executions/:id':           [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'GET /api/job-scheduler/executions/:id/logs':      [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'GET /api/job-scheduler/executions/:id/logs/download': [401, 401, 401, 401, 401, 401, 401, 200, 200, 401],
  'POST /api/job-scheduler/executions/:id/cancel':   [401, 401, 401, 401, 401, 401, 401, 403, 200, 401],
  'POST /api/job-scheduler/executions/:id/retry':    [401, 401, 401, 401, 401, 401, 401, 403, 202, 401],
  'POST /api/job-scheduler/executions/:id/replay':   [401, 401, 401, 401, 401, 401, 401, 403, 202, 401],
};
