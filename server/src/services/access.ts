import type { JobHooks } from '../contract/hook';
import type { Right } from '../contract/rights';
import type { RequiredRight } from '../contract/template';
import { rightsOfHooks } from '../domain/hooks';
import { Forbidden, NotFound } from './errors';
import type { Caller, CatalogueTemplate, Scope } from './ports';

/** Looks a row up among the jobs of a scope. */
export type Find<T> = (scope: Scope) => Promise<T | undefined>;

/**
 * The row, where the caller's right covers its job. Throws Forbidden only where the caller may read the row anyway,
 * else NotFound: neither tells what exists.
 */
export const findFor = async <T>(
  caller: Caller,
  rights: { needed: Right; read: Right },
  find: Find<T>
): Promise<T> => {
  const scope = caller.scopeOf(rights.needed);
  const found = await find(scope);
  if (found !== undefined) return found;
  if (rights.needed !== rights.read && (await find(caller.scopeOf(rights.read))) !== undefined)
    throw new Forbidden();
  const exists = scope.jobs !== 'all' && (await find({ jobs: 'all' })) !== undefined;
  throw new NotFound(exists);
};

/**
 * What the template does must be allowed to whoever makes, changes, previews or runs such a job. A caller without rights
 * of its own (content API) may do what the job does already, no more. Throws Forbidden naming what is missing.
 */
export const requireRights = (
  caller: Caller,
  template: CatalogueTemplate,
  parameters: { wanted: Record<string, unknown>; present?: Record<string, unknown> }
): void => {
  const { wanted, present } = parameters;
  refuseMissing(
    template
      .requires(wanted)
      .filter(
        (right) =>
          !isGranted(caller, right, present === undefined ? [] : template.requires(present))
      )
  );
};

/** The same of a job's hooks; `present` where the caller starts them without having chosen them. */
export const requireHookRights = (
  caller: Caller,
  { wanted, present }: { wanted: JobHooks; present?: JobHooks }
): void =>
  refuseMissing(
    rightsOfHooks(wanted).filter(
      (right) => !isGranted(caller, right, present === undefined ? [] : rightsOfHooks(present))
    )
  );

const refuseMissing = (missing: RequiredRight[]): void => {
  if (missing.length === 0) return;
  const names = missing.map(({ action, subject }) =>
    subject ? `${action} on ${subject}` : action
  );
  throw new Forbidden(`This needs the right ${names.join(', ')}`, { missing });
};

const isGranted = (caller: Caller, right: RequiredRight, present: RequiredRight[]): boolean => {
  if (caller.holds !== null) return caller.holds(right);
  return present.some(
    ({ action, subject }) => action === right.action && subject === right.subject
  );
};
