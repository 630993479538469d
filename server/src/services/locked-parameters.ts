import type { JobDefinition } from '../contract/job';
import type { Schedule } from '../contract/schedule';
import { Forbidden } from './errors';
import type { Caller, Catalogue } from './ports';
import type { JobRecord } from './records';
import { sameValue } from './same-value';

/** Some parameters only the owner may change. Throws Forbidden naming those that somebody else tried to. */
export const refuseLocked = (
  catalogue: Catalogue,
  caller: Caller,
  job: JobRecord,
  after: Pick<JobDefinition, 'template' | 'parameters'> & Partial<Pick<JobDefinition, 'schedules'>>
): void => {
  if (job.owner !== null && job.owner.kind === caller.kind && job.owner.id === caller.id) return;
  if (after.template !== job.definition.template) return refuseOtherTemplate(catalogue, job);
  const names = lockedOf(catalogue, after.template);
  const changed = names
    .filter((name) => !sameValue(after.parameters[name], job.definition.parameters[name]))
    .map((name) => ['parameters', name]);
  const inSchedules = (after.schedules ?? []).flatMap((schedule, index) =>
    names
      .filter((name) => !sameValue(setBy(schedule, name, after), wasSetBy(schedule, name, job)))
      .map((name) => ['schedules', String(index), 'parameters', name])
  );
  const paths = changed.length > 0 ? changed : inSchedules;
  if (paths.length > 0) throw locked(paths);
};

type Setting = Pick<Schedule, 'parameters'>;

/** The value that a schedule runs with. */
const setBy = (
  schedule: Setting,
  name: string,
  { parameters }: Pick<JobDefinition, 'parameters'>
): unknown => {
  const own = schedule.parameters ?? {};
  return Object.hasOwn(own, name) ? own[name] : parameters[name];
};

/** The same before the change; of a schedule that is new the job's. */
const wasSetBy = ({ key }: Schedule, name: string, { definition }: JobRecord): unknown => {
  const before = definition.schedules.find((schedule) => schedule.key === key);
  return setBy(before ?? {}, name, definition);
};

// Another template would drop the locked parameters altogether.
const refuseOtherTemplate = (catalogue: Catalogue, job: JobRecord): void => {
  const names = lockedOf(catalogue, job.definition.template);
  if (names.length > 0) throw locked(names.map((name) => ['parameters', name]));
};

const lockedOf = (catalogue: Catalogue, template: string): string[] =>
  (catalogue.find(template)?.view.parameters ?? [])
    .filter(({ lockedForNonOwners }) => lockedForNonOwners)
    .map(({ name }) => name);

const locked = (paths: string[][]): Forbidden =>
  new Forbidden('Only the owner may change this', {
    errors: paths.map((path) => ({ path, message: 'may be changed by the owner only' })),
  });
