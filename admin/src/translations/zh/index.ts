import common from './common.json';
import executions from './executions.json';
import jobs from './jobs.json';
import overview from './overview.json';
import parameters from './parameters.json';
import schedules from './schedules.json';
import templates from './templates.json';
import wizard from './wizard.json';

export default {
  ...common,
  ...executions,
  ...jobs,
  ...overview,
  ...parameters,
  ...schedules,
  ...templates,
  ...wizard,
};
