import { NotFound } from '../services/errors';
import { controller, ok } from './answer';
import { noQuery } from './read-query';

const uidOf = (params: Record<string, string>): string => {
  const uid = params['uid'];
  if (uid === undefined || !/^[a-z0-9.:_-]{1,255}$/i.test(uid)) throw new NotFound();
  return uid;
};

export const templates = controller({
  list: ({ useCases, query }) => {
    noQuery(query);
    return ok(useCases.listTemplates());
  },
  read: ({ useCases, query, params }) => {
    noQuery(query);
    return ok(useCases.readTemplate(uidOf(params)));
  },
  preview: async ({ useCases, caller, query, params, body }) => {
    noQuery(query);
    return ok(await useCases.previewTemplate(caller, { uid: uidOf(params), body }));
  },
});
