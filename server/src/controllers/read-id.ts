import { NotFound } from '../services/errors';

/** A documentId from a path. What cannot be one names nothing. */
export const idOf = (params: Record<string, string>): string => {
  const id = params['id'];
  if (id === undefined || !/^[a-z0-9]{8,64}$/i.test(id)) throw new NotFound();
  return id;
};
