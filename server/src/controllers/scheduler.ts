import { controller, ok } from './answer';
import { noQuery } from './read-query';

export const scheduler = controller({
  status: async ({ useCases, query }) => {
    noQuery(query);
    return ok(await useCases.readStatus());
  },
  preview: async ({ useCases, caller, query, body }) => {
    noQuery(query);
    return ok(await useCases.previewSchedules(caller, body));
  },
});
