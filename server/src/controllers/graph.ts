import { controller, ok } from './answer';
import type { Handler } from './answer';
import { noQuery } from './read-query';

export const read: Handler = async ({ useCases, caller, query }) => {
  noQuery(query);
  return ok(await useCases.readGraph(caller));
};

export const graph = controller({ read });
