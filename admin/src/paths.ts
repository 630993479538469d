import { PLUGIN_ID } from '../../server/src/contract/rights';
import { queryString, type QueryValues } from './api';

const ROOT = `/plugins/${PLUGIN_ID}`;

/** Where each page lives; every link in the admin is made here. */
export const paths = {
  overview: () => ROOT,
  jobs: (query: QueryValues = {}) => `${ROOT}/jobs${queryString(query)}`,
  newJob: (query: QueryValues = {}) => `${ROOT}/jobs/new${queryString(query)}`,
  job: (id: string, query: QueryValues = {}) => `${ROOT}/jobs/${id}${queryString(query)}`,
  editJob: (id: string) => `${ROOT}/jobs/${id}/edit`,
  executions: (query: QueryValues = {}) => `${ROOT}/executions${queryString(query)}`,
  execution: (id: string) => `${ROOT}/executions/${id}`,
  graph: () => `${ROOT}/graph`,
  templates: () => `${ROOT}/templates`,
  calendars: (query: QueryValues = {}) => `${ROOT}/settings/calendars${queryString(query)}`,
  newCalendar: (query: QueryValues = {}) => `${ROOT}/settings/calendars/new${queryString(query)}`,
  calendar: (id: string) => `${ROOT}/settings/calendars/${id}`,
  scripts: (query: QueryValues = {}) => `${ROOT}/settings/scripts${queryString(query)}`,
  script: (id: string) => `${ROOT}/settings/scripts/${id}`,
  secrets: (query: QueryValues = {}) => `${ROOT}/settings/secrets${queryString(query)}`,
  newSecret: () => `${ROOT}/settings/secrets/new`,
  secret: (id: string) => `${ROOT}/settings/secrets/${id}`,
};
