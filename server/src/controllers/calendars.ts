import { CALENDAR_SORTS } from '../services/calendar-ports';
import { controller, ok } from './answer';
import type { Handler } from './answer';
import { noBody } from './no-body';
import { idOf } from './read-id';
import { listFields, noQuery, pageOf, readQuery } from './read-query';

export const list: Handler = async ({ useCases, query }) => {
  const { page, pageSize, ...rest } = readQuery(
    query,
    listFields(CALENDAR_SORTS, { field: 'name', descending: false })
  );
  return ok(await useCases.listCalendars({ ...rest, ...pageOf({ page, pageSize }) }));
};

export const read: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  return ok(await useCases.readCalendar(caller, idOf(params)));
};

export const create: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  return ok(await useCases.createCalendar(caller, body), 201);
};

export const replace: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  return ok(await useCases.replaceCalendar(caller, { id: idOf(params), body }));
};

export const remove: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  await useCases.deleteCalendar(caller, idOf(params));
  return { status: 204, body: null };
};

export const importFile: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  return ok(await useCases.importCalendar(caller, body), 201);
};

export const preview: Handler = async ({ useCases, query, body }) => {
  noQuery(query);
  return ok(await useCases.previewCalendar(body));
};

export const calendars = controller({
  list,
  read,
  create,
  replace,
  remove,
  import: importFile,
  preview,
});
