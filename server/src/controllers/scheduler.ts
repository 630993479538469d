import { controller, ok } from './answer';
import type { Handler } from './answer';
import { noBody } from './no-body';
import { noQuery } from './read-query';

/** What is wanted is on record; every node obeys before long. */
export const pause: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  return ok(await useCases.pauseScheduler(caller, body), 202);
};

export const resume: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  noBody(body);
  return ok(await useCases.resumeScheduler(caller), 202);
};

export const scheduler = controller({
  status: async ({ useCases, query }) => {
    noQuery(query);
    return ok(await useCases.readStatus());
  },
  pause,
  resume,
  preview: async ({ useCases, caller, query, body }) => {
    noQuery(query);
    return ok(await useCases.previewSchedules(caller, body));
  },
});
