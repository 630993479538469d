import { optional } from '../services/shape';
import { controller, ok } from './answer';
import { instantText, noQuery, pageFields, pageOf, readQuery, word } from './read-query';

export const access = controller({
  apply: async ({ useCases, caller, query, body }) => {
    noQuery(query);
    return ok(await useCases.applyRightSet(caller, body));
  },
  audit: async ({ useCases, query }) => {
    const { page, pageSize, ...filters } = readQuery(query, {
      ...pageFields,
      actor: word(),
      action: word(),
      object: word(),
      from: optional<number | null>(instantText, null),
      to: optional<number | null>(instantText, null),
    });
    return ok(await useCases.listAudit({ ...filters, ...pageOf({ page, pageSize }) }));
  },
});
