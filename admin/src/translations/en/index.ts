import calendars from './calendars.json';
import common from './common.json';
import dependencies from './dependencies.json';
import executions from './executions.json';
import jobs from './jobs.json';
import ledger from './ledger.json';
import overview from './overview.json';
import parameters from './parameters.json';
import pauses from './pauses.json';
import policies from './policies.json';
import schedules from './schedules.json';
import templates from './templates.json';
import wizard from './wizard.json';

export default {
  ...calendars,
  ...common,
  ...dependencies,
  ...executions,
  ...jobs,
  ...ledger,
  ...overview,
  ...parameters,
  ...pauses,
  ...policies,
  ...schedules,
  ...templates,
  ...wizard,
};
