import { describeArtifact, downloadArtifact, listArtifacts } from './read-artifacts';
import { applyRightSet } from './apply-right-set';
import { recordDenial } from './audit';
import { bulkJobs } from './bulk-jobs';
import { cancelExecution, retryExecution } from './change-execution';
import { cloneJob } from './clone-job';
import { createCalendar } from './create-calendar';
import { createJob } from './create-job';
import { createSecret } from './create-secret';
import { decideScript } from './decide-script';
import { deleteSecret } from './delete-secret';
import { listSecrets } from './list-secrets';
import { deleteCalendar } from './delete-calendar';
import { deleteJob } from './delete-job';
import { diffSchedules } from './diff-schedules';
import { isReady } from './health';
import { exportJobs } from './export-jobs';
import { importCalendar } from './import-calendar';
import { importJobs } from './import-jobs';
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
import { replaceSecret } from './replace-secret';
import { replayExecution } from './replay-execution';
import { rotateSecrets } from './rotate-secrets';
import { runJob } from './run-job';
import { listScripts, readScript } from './read-scripts';
import { readSecret } from './read-secret';
import { noticeScripts } from './scan-scripts';
import { readGraph } from './read-graph';
import { readLedger } from './read-ledger';
import { readStatus } from './scheduler-status';
import { switchJob } from './switch-job';

const USE_CASES = {
  listJobs,
  readJob,
  createJob,
  replaceJob,
  deleteJob,
  switchJob,
  pauseJob,
  resumeJob,
  cloneJob,
  runJob,
  bulkJobs,
  exportJobs,
  importJobs,
  readParameterHistory,
  listExecutions,
  listExecutionsOf,
  readExecution,
  cancelExecution,
  retryExecution,
  replayExecution,
  readLog,
  downloadLog,
  listArtifacts,
  describeArtifact,
  downloadArtifact,
  listCalendars,
  readCalendar,
  createCalendar,
  replaceCalendar,
  deleteCalendar,
  importCalendar,
  previewCalendar,
  listTemplates,
  readTemplate,
  previewTemplate,
  previewSchedules,
  diffSchedules,
  listScripts,
  readScript,
  decideScript,
  noticeScripts,
  listSecrets,
  readSecret,
  createSecret,
  replaceSecret,
  deleteSecret,
  rotateSecrets,
  readGraph,
  readLedger,
  readStatus,
  pauseScheduler,
  resumeScheduler,
  applyRightSet,
  listAudit,
  recordDenial,
  isReady,
};

type Bound<UseCase> = UseCase extends (ports: ServicePorts, ...given: infer Given) => infer Answer
  ? (...given: Given) => Answer
  : never;

export type UseCases = { [Name in keyof typeof USE_CASES]: Bound<(typeof USE_CASES)[Name]> };

/** What the plugin can do, on the given ports. Refusals are thrown as typed errors (`errors.ts`). */
export const createServices = (ports: ServicePorts): UseCases =>
  Object.fromEntries(
    Object.entries<unknown>(USE_CASES).map(([name, useCase]) => [
      name,
      (...given: unknown[]) => (useCase as UseCase)(ports, ...given),
    ])
  ) as UseCases;

type UseCase = (ports: ServicePorts, ...given: unknown[]) => unknown;
