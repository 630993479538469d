import { BULK_ACTIONS } from '../contract/job';
import type { BulkAction, BulkOutcome } from '../contract/job';
import type { Right } from '../contract/rights';
import type { FieldError } from '../contract/schedule';
import { deleteJob } from './delete-job';
import { Forbidden, Invalid, Refusal } from './errors';
import type { Caller, ServicePorts } from './ports';
import { runJob } from './run-job';
import { line, list, oneOf, refuse, required, shape } from './shape';
import { switchJob } from './switch-job';

const MAX_IDS = 100;
const BODY = shape({
  action: required(oneOf(BULK_ACTIONS)),
  ids: required(list(line(1, 64), MAX_IDS)),
});

const RIGHT: Record<BulkAction, Right> = {
  enable: 'jobs-update',
  disable: 'jobs-update',
  run: 'jobs-run',
  delete: 'jobs-delete',
};

/** Does one thing to many jobs, each for itself; answers what came of each, in the given order. */
export const bulkJobs = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown,
  report: (refusal: Refusal) => Promise<void>
): Promise<{ data: BulkOutcome[] }> => {
  const { action, ids } = readBody(body);
  if (caller.scopeOf(RIGHT[action]).jobs === 'none') throw new Forbidden();
  const data: BulkOutcome[] = [];
  for (const id of ids)
    data.push(await outcomeOf(() => act(ports, caller, action, id), id, report));
  return { data };
};

const readBody = (body: unknown): { action: BulkAction; ids: string[] } => {
  const errors: FieldError[] = [];
  const read = BODY(body, [], errors);
  if (read !== undefined && read.ids.length === 0)
    refuse(errors, ['ids'], 'must name at least one job');
  if (read !== undefined && new Set(read.ids).size < read.ids.length)
    refuse(errors, ['ids'], 'must not name a job twice');
  if (read === undefined || errors.length > 0) throw new Invalid(errors);
  return read;
};

const act = async (
  ports: ServicePorts,
  caller: Caller,
  action: BulkAction,
  id: string
): Promise<void> => {
  switch (action) {
    case 'enable':
    case 'disable':
      await switchJob(ports, caller, { id, to: action });
      return;
    case 'run':
      await runJob(ports, caller, { id, body: {} });
      return;
    case 'delete':
      await deleteJob(ports, caller, id);
  }
};

const outcomeOf = async (
  work: () => Promise<void>,
  documentId: string,
  report: (refusal: Refusal) => Promise<void>
): Promise<BulkOutcome> => {
  try {
    await work();
    return { documentId, ok: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.denied) await report(error);
    return { documentId, ok: false, error: { name: error.name, message: error.message } };
  }
};
