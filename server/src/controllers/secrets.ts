import { controller, ok } from './answer';
import type { Handler } from './answer';
import { noBody } from './no-body';
import { idOf } from './read-id';
import { readSecretQuery } from './list-queries';
import { noQuery } from './read-query';

const list: Handler = async ({ useCases, caller, query }) =>
  ok(await useCases.listSecrets(caller, readSecretQuery(query)));

const read: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  return ok(await useCases.readSecret(caller, idOf(params)));
};

const create: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  return ok(await useCases.createSecret(caller, body), 201);
};

const replace: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  return ok(await useCases.replaceSecret(caller, { id: idOf(params), body }));
};

const remove: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  await useCases.deleteSecret(caller, idOf(params));
  return { status: 204, body: null };
};

const rotate: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  noBody(body);
  return ok(await useCases.rotateSecrets(caller));
};

export const secrets = controller({ list, read, create, replace, remove, rotate });
