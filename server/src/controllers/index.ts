import { access } from './access';
import { artifacts } from './artifacts';
import { calendars } from './calendars';
import {
  artifact,
  calendar,
  execution,
  job,
  jobExecution,
  jobGraph,
  jobLedger,
  log,
  schedulerControl,
} from './content-api';
import { executions } from './executions';
import { graph } from './graph';
import { health } from './health';
import { jobDocuments } from './job-documents';
import { jobs } from './jobs';
import { scheduler } from './scheduler';
import { scripts } from './scripts';
import { secrets } from './secrets';
import { templates } from './templates';

export default {
  access,
  artifacts,
  calendars,
  executions,
  graph,
  health,
  jobDocuments,
  jobs,
  scheduler,
  scripts,
  secrets,
  templates,
  // The content API's: their names are what a token's scopes are called.
  artifact,
  calendar,
  execution,
  job,
  'job-execution': jobExecution,
  'job-graph': jobGraph,
  'job-ledger': jobLedger,
  log,
  'scheduler-control': schedulerControl,
};
