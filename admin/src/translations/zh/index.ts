import calendars from './calendars.json';
import common from './common.json';
import containment from './containment.json';
import dependencies from './dependencies.json';
import documents from './documents.json';
import executions from './executions.json';
import jobs from './jobs.json';
import ledger from './ledger.json';
import overview from './overview.json';
import parameters from './parameters.json';
import pauses from './pauses.json';
import policies from './policies.json';
import schedules from './schedules.json';
import scripts from './scripts.json';
import secrets from './secrets.json';
import templates from './templates.json';
import wizard from './wizard.json';

export default {
  ...calendars,
  ...common,
  ...containment,
  ...dependencies,
  ...documents,
  ...executions,
  ...jobs,
  ...ledger,
  ...overview,
  ...parameters,
  ...pauses,
  ...policies,
  ...schedules,
  ...scripts,
  ...secrets,
  ...templates,
  ...wizard,
};
