import { controller, ok } from './answer';
import { noQuery } from './read-query';

export const jobDocuments = controller({
  export: async ({ useCases, caller, query, body }) => {
    noQuery(query);
    return ok(await useCases.exportJobs(caller, body));
  },
  /** What changes nothing, a dry run above all, is no 201. */
  import: async ({ useCases, caller, query, body }) => {
    noQuery(query);
    const answer = await useCases.importJobs(caller, body);
    const isMade = !answer.meta.dryRun && answer.meta.created + answer.meta.copied > 0;
    return ok(answer, isMade ? 201 : 200);
  },
});
