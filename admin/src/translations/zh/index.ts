import calendars from './calendars.json';
import common from './common.json';
import executions from './executions.json';
import jobs from './jobs.json';
import overview from './overview.json';
import parameters from './parameters.json';
import policies from './policies.json';
import schedules from './schedules.json';
import templates from './templates.json';
import wizard from './wizard.json';

export default {
  ...calendars,
  ...common,
  ...executions,
  ...jobs,
  ...overview,
  ...parameters,
  ...policies,
  ...schedules,
  ...templates,
  ...wizard,
};
