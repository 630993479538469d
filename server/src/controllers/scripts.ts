import type { ScriptDecisionKind } from '../contract/script';
import { controller, ok } from './answer';
import type { Handler } from './answer';
import { idOf } from './read-id';
import { noQuery } from './read-query';

const list: Handler = async ({ useCases, caller, query }) => {
  noQuery(query);
  return ok(await useCases.listScripts(caller));
};

const read: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  return ok(await useCases.readScript(caller, idOf(params)));
};

const decide =
  (decision: ScriptDecisionKind): Handler =>
  async ({ useCases, caller, query, params, body }) => {
    noQuery(query);
    return ok(await useCases.decideScript(caller, { id: idOf(params), body, decision }));
  };

export const scripts = controller({
  list,
  read,
  approve: decide('approved'),
  reject: decide('rejected'),
});
