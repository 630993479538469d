import type { ReferenceKind } from '../contract/job-document';
import { gatherReferences, noReferences } from './document-references';
import type { Turn } from './document-references';
import { Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';
import type { DocumentJob, ImportRequest } from './read-job-document';

/** So many jobs, calendars and scripts outside of it a document may refer to. */
const MAX_OUTSIDE = 1_000;

type Known = ReadonlyMap<string, string>;

/**
 * What each reference of a document means on this site: a job of the document itself (`own`: by its documentId there or its
 * name), what has this documentId here, or what has its name, as far as the caller may know. What means nothing stays as
 * it is, for the checks to refuse.
 */
export const resolveReferences = async (
  ports: ServicePorts,
  caller: Caller,
  { jobs, names, own }: Pick<ImportRequest, 'jobs' | 'names'> & { own: Known }
): Promise<Turn> => {
  const outside = outsideOf(ports, jobs, own);
  const known: Record<ReferenceKind, Known> = {
    jobs: await findJobs(ports, caller, outside.jobs, names.jobs),
    calendars: await findCalendars(ports, caller, outside.calendars, names.calendars),
    scripts: await findScripts(ports, caller, outside.scripts, names.scripts),
  };
  const ownOf = (target: string): string | undefined =>
    own.get(target) ?? own.get(names.jobs.get(target) ?? target);
  return (kind, target) => {
    const inDocument = kind === 'jobs' ? ownOf(target) : undefined;
    return inDocument ?? known[kind].get(target) ?? target;
  };
};

const outsideOf = (
  { catalogue }: ServicePorts,
  jobs: readonly DocumentJob[],
  own: Known
): Record<ReferenceKind, string[]> => {
  const references = noReferences();
  for (const { body } of jobs) gatherReferences(body, catalogue, references);
  const outside = {
    jobs: [...references.jobs].filter((target) => !own.has(target)),
    calendars: [...references.calendars],
    scripts: [...references.scripts],
  };
  const total = Object.values(outside).reduce((sum, { length }) => sum + length, 0);
  if (total > MAX_OUTSIDE)
    throw new Invalid([
      {
        path: ['jobs'],
        message: `must refer to at most ${MAX_OUTSIDE} jobs, calendars and scripts outside of the document`,
      },
    ]);
  return outside;
};

/** Those that have this documentId here, and by the name that the document gives, or that stands in its place. */
const byIdOrName = (
  targets: readonly string[],
  isHere: (documentId: string) => boolean,
  named: { names: Known; here: Known }
): Known =>
  new Map(
    targets.flatMap((target) => {
      if (isHere(target)) return [[target, target] as const];
      const found = named.here.get(named.names.get(target) ?? target);
      return found === undefined ? [] : [[target, found] as const];
    })
  );

const namesOf = (targets: readonly string[], names: Known): string[] => [
  ...new Set(targets.map((target) => names.get(target) ?? target)),
];

const findJobs = async (
  { store }: ServicePorts,
  caller: Caller,
  targets: string[],
  names: Known
): Promise<Known> => {
  if (targets.length === 0) return new Map();
  const here = await store.findJobIds(namesOf(targets, names));
  const scope = caller.scopeOf('jobs-read');
  const readable = await store.nameJobs([...targets, ...here.values()], scope);
  const mayRead = (documentId: string): boolean => readable.has(documentId);
  return byIdOrName(targets, mayRead, {
    names,
    here: new Map([...here].filter(([, documentId]) => mayRead(documentId))),
  });
};

const findCalendars = async (
  { store }: ServicePorts,
  caller: Caller,
  targets: string[],
  names: Known
): Promise<Known> => {
  if (targets.length === 0) return new Map();
  const known = await store.readCalendars(targets);
  const mayFind = caller.scopeOf('calendars-read').jobs !== 'none';
  const here = mayFind ? await store.findCalendarIds(namesOf(targets, names)) : new Map();
  return byIdOrName(targets, (id) => known.has(id), { names, here });
};

const findScripts = async (
  { store }: ServicePorts,
  caller: Caller,
  targets: string[],
  names: Known
): Promise<Known> => {
  if (targets.length === 0 || !maySeeScripts(caller)) return new Map();
  const scripts = await store.listScripts();
  const ids = new Set(scripts.map(({ documentId }) => documentId));
  const here = new Map(scripts.map(({ path, documentId }) => [path, documentId]));
  return byIdOrName(targets, (id) => ids.has(id), { names, here });
};

/** By their paths; what the scripts are is another matter. */
export const maySeeScripts = (caller: Caller): boolean =>
  (['scripts-read', 'scripts-use'] as const).some((right) => caller.scopeOf(right).jobs !== 'none');
