import { applyRightSet } from './apply-right-set';
import { recordDenial } from './audit';
import { bulkJobs } from './bulk-jobs';
import { cancelExecution, retryExecution } from './change-execution';
import { cloneJob } from './clone-job';
import { createJob } from './create-job';
import { deleteJob } from './delete-job';
import { isReady } from './health';
import type { ServicePorts } from './ports';
import { previewSchedules } from './preview-schedules';
import { listTemplates, previewTemplate, readTemplate } from './preview-template';
import { listAudit } from './read-audit';
import {
  listExecutions,
  listExecutionsOf,
  readExecution,
  readParameterHistory,
} from './read-executions';
import { listJobs, readJob } from './read-jobs';
import { downloadLog, readLog } from './read-log';
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
    listTemplates: bind(listTemplates),
    readTemplate: bind(readTemplate),
    previewTemplate: bind(previewTemplate),
    previewSchedules: bind(previewSchedules),
    readGraph: bind(readGraph),
    readStatus: bind(readStatus),
    applyRightSet: bind(applyRightSet),
    listAudit: bind(listAudit),
    recordDenial: bind(recordDenial),
    isReady: bind(isReady),
  };
};

export type UseCases = ReturnType<typeof createServices>;
