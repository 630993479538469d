import { applyRightSet } from './apply-right-set';
import { recordDenial } from './audit';
import { bulkJobs } from './bulk-jobs';
import { cancelExecution, retryExecution } from './change-execution';
import { cloneJob } from './clone-job';
import { createCalendar } from './create-calendar';
import { createJob } from './create-job';
import { deleteCalendar } from './delete-calendar';
import { deleteJob } from './delete-job';
import { diffSchedules } from './diff-schedules';
import { isReady } from './health';
import { importCalendar } from './import-calendar';
import { pauseJob, resumeJob } from './pause-job';
import { pauseScheduler, resumeScheduler } from './pause-scheduler';
import type { ServicePorts } from './ports';
import { previewCalendar } from './preview-calendar';
import { previewSchedules } from './preview-schedules';
import { listTemplates, previewTemplate, readTemplate } from './preview-template';
import { listAudit } from './read-audit';
import { listCalendars, readCalendar } from './read-calendars';
import {
  listExecutions,
  listExecutionsOf,
  readExecution,
  readParameterHistory,
} from './read-executions';
import { listJobs, readJob } from './read-jobs';
import { downloadLog, readLog } from './read-log';
import { replaceCalendar } from './replace-calendar';
import { replaceJob } from './replace-job';
import { replayExecution } from './replay-execution';
import { runJob } from './run-job';
import { readGraph } from './read-graph';
import { readStatus } from './scheduler-status';
import { switchJob } from './switch-job';

/** What the plugin can do, on the given ports. Refusals are thrown as typed errors (`errors.ts`). */
export const createServices = (ports: ServicePorts) => {
  const bind =
    <Arguments extends unknown[], Answer>(
      useCase: (ports: ServicePorts, ...given: Arguments) => Answer
    ) =>
    (...given: Arguments): Answer =>
      useCase(ports, ...given);
  return {
    listJobs: bind(listJobs),
    readJob: bind(readJob),
    createJob: bind(createJob),
    replaceJob: bind(replaceJob),
    deleteJob: bind(deleteJob),
    switchJob: bind(switchJob),
    pauseJob: bind(pauseJob),
    resumeJob: bind(resumeJob),
    cloneJob: bind(cloneJob),
    runJob: bind(runJob),
    bulkJobs: bind(bulkJobs),
    readParameterHistory: bind(readParameterHistory),
    listExecutions: bind(listExecutions),
    listExecutionsOf: bind(listExecutionsOf),
    readExecution: bind(readExecution),
    cancelExecution: bind(cancelExecution),
    retryExecution: bind(retryExecution),
    replayExecution: bind(replayExecution),
    readLog: bind(readLog),
    downloadLog: bind(downloadLog),
    listCalendars: bind(listCalendars),
    readCalendar: bind(readCalendar),
    createCalendar: bind(createCalendar),
    replaceCalendar: bind(replaceCalendar),
    deleteCalendar: bind(deleteCalendar),
    importCalendar: bind(importCalendar),
    previewCalendar: bind(previewCalendar),
    listTemplates: bind(listTemplates),
    readTemplate: bind(readTemplate),
    previewTemplate: bind(previewTemplate),
    previewSchedules: bind(previewSchedules),
    diffSchedules: bind(diffSchedules),
    readGraph: bind(readGraph),
    readStatus: bind(readStatus),
    pauseScheduler: bind(pauseScheduler),
    resumeScheduler: bind(resumeScheduler),
    applyRightSet: bind(applyRightSet),
    listAudit: bind(listAudit),
    recordDenial: bind(recordDenial),
    isReady: bind(isReady),
  };
};

export type UseCases = ReturnType<typeof createServices>;
