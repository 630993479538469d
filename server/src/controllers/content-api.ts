import { controller } from './answer';
import * as artifacts from './artifacts';
import * as calendars from './calendars';
import * as executions from './executions';
import * as graph from './graph';
import * as jobs from './jobs';
import * as ledger from './ledger';
import * as scheduler from './scheduler';

/** Named so that read-only tokens, which pass only `find` and `findOne`, can read. */
export const job = controller({
  find: jobs.list,
  findOne: jobs.read,
  run: jobs.run,
  compare: jobs.diffSchedules,
  pause: jobs.pause,
  resume: jobs.resume,
});
export const schedulerControl = controller({
  pause: scheduler.pause,
  resume: scheduler.resume,
});
export const execution = controller({
  find: executions.list,
  findOne: executions.read,
  cancel: executions.cancel,
  retry: executions.retry,
  replay: executions.replay,
});
export const jobExecution = controller({ find: jobs.executionsOf });
export const jobGraph = controller({ find: graph.read });
export const jobLedger = controller({ find: ledger.read });
export const log = controller({ find: executions.logs, findOne: executions.download });
export const artifact = controller({ find: artifacts.list, findOne: artifacts.download });
export const calendar = controller({
  find: calendars.list,
  findOne: calendars.read,
  create: calendars.create,
  update: calendars.replace,
  delete: calendars.remove,
  import: calendars.importFile,
});
