import { required } from '../services/shape';
import { ok } from './answer';
import type { Handler } from './answer';
import { idOf } from './read-id';
import { instantText, readQuery } from './read-query';

/** Why a job ran at an instant, or did not. */
export const read: Handler = async ({ useCases, caller, query, params }) => {
  const { at } = readQuery(query, { at: required(instantText) });
  return ok(await useCases.readLedger(caller, { id: idOf(params), at }));
};
