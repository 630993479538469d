import { hidden } from './hidden';

/** A calendar: times that schedules keep away from, or are limited to. */
export const calendar = {
  schema: {
    kind: 'collectionType',
    collectionName: 'job_scheduler_calendars',
    info: { singularName: 'calendar', pluralName: 'calendars', displayName: 'Calendar' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      name: { type: 'string', required: true, configurable: false },
      definition: { type: 'json', required: true, configurable: false },
      revision: { type: 'integer', required: true, default: 1, configurable: false },
    },
    indexes: [{ name: 'job_scheduler_calendars_name', columns: ['name'], type: 'unique' }],
  },
} as const;
