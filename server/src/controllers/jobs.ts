import { controller, ok } from './answer';
import type { Handler } from './answer';
import { readExecutionQueryOf, readJobQuery } from './list-queries';
import { noBody } from './no-body';
import { read as ledger } from './ledger';
import { idOf } from './read-id';
import { noQuery, pageFields, pageOf, readQuery } from './read-query';

export const list: Handler = async ({ useCases, caller, query }) =>
  ok(await useCases.listJobs(caller, readJobQuery(query, caller)));

export const read: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  return ok(await useCases.readJob(caller, idOf(params)));
};

const create: Handler = async ({ useCases, caller, query, body }) => {
  noQuery(query);
  return ok(await useCases.createJob(caller, body), 201);
};

const replace: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  return ok(await useCases.replaceJob(caller, { id: idOf(params), body }));
};

const remove: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  await useCases.deleteJob(caller, idOf(params));
  return { status: 204, body: null };
};

/** A dry run changes nothing: it answers what it would do, at once. */
export const run: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  const answer = await useCases.runJob(caller, { id: idOf(params), body });
  return answer.kind === 'preview' ? ok(answer) : ok(answer, 202);
};

const switchTo =
  (to: 'enable' | 'disable'): Handler =>
  async ({ useCases, caller, query, params, body }) => {
    noQuery(query);
    noBody(body);
    return ok(await useCases.switchJob(caller, { id: idOf(params), to }));
  };

export const pause: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  return ok(await useCases.pauseJob(caller, { id: idOf(params), body }));
};

export const resume: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  return ok(await useCases.resumeJob(caller, idOf(params)));
};

const clone: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  return ok(await useCases.cloneJob(caller, { id: idOf(params), body }), 201);
};

const bulk: Handler = async ({ useCases, caller, query, body, report }) => {
  noQuery(query);
  return ok(await useCases.bulkJobs(caller, body, report));
};

const parameterHistory: Handler = async ({ useCases, caller, query, params }) => {
  const page = pageOf(readQuery(query, pageFields));
  return ok(await useCases.readParameterHistory(caller, { id: idOf(params), page }));
};

export const diffSchedules: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  return ok(await useCases.diffSchedules(caller, { id: idOf(params), body }));
};

export const executionsOf: Handler = async ({ useCases, caller, query, params }) => {
  const id = idOf(params);
  const request = { id, query: readExecutionQueryOf(query, id) };
  return ok(await useCases.listExecutionsOf(caller, request));
};

export const jobs = controller({
  list,
  read,
  create,
  replace,
  remove,
  run,
  enable: switchTo('enable'),
  disable: switchTo('disable'),
  pause,
  resume,
  clone,
  bulk,
  parameterHistory,
  executions: executionsOf,
  ledger,
  diffSchedules,
});
