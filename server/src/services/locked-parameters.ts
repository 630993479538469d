import type { JobDefinition } from '../contract/job';
import { Forbidden } from './errors';
import type { Caller, Catalogue } from './ports';
import type { JobRecord } from './records';
import { sameValue } from './same-value';

/** Some parameters only the owner may change. Throws Forbidden naming those that somebody else tried to. */
export const refuseLocked = (
  catalogue: Catalogue,
  caller: Caller,
  job: JobRecord,
  after: Pick<JobDefinition, 'template' | 'parameters'>
): void => {
  if (job.owner !== null && job.owner.kind === caller.kind && job.owner.id === caller.id) return;
  if (after.template !== job.definition.template) return refuseOtherTemplate(catalogue, job);
  const changed = lockedOf(catalogue, after.template).filter(
    (name) => !sameValue(after.parameters[name], job.definition.parameters[name])
  );
  if (changed.length > 0) throw locked(changed);
};

// Another template would drop the locked parameters altogether.
const refuseOtherTemplate = (catalogue: Catalogue, job: JobRecord): void => {
  const names = lockedOf(catalogue, job.definition.template);
  if (names.length > 0) throw locked(names);
};

const lockedOf = (catalogue: Catalogue, template: string): string[] =>
  (catalogue.find(template)?.view.parameters ?? [])
    .filter(({ lockedForNonOwners }) => lockedForNonOwners)
    .map(({ name }) => name);

const locked = (names: string[]): Forbidden =>
  new Forbidden('Only the owner may change this', {
    errors: names.map((name) => ({
      path: ['parameters', name],
      message: 'may be changed by the owner only',
    })),
  });
