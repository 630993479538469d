import type { ReferenceKind } from '../contract/job-document';
import type { Catalogue } from './ports';
import { isObject } from './shape';

type Fields = Record<string, unknown>;
type Edit = (value: unknown) => unknown;

/** Puts what `turn` answers in the place of a documentId that the job refers to. */
export type Turn = (kind: ReferenceKind, target: string) => string;

/**
 * The job with each of its references turned: to jobs, calendars and scripts, wherever it has them. It may be anything
 * that somebody wrote: what is no reference stays as it is, for the check of jobs to refuse.
 */
export const withReferences = (job: Fields, catalogue: Catalogue, turn: Turn): Fields => {
  const scripts = scriptParameters(catalogue, job['template']);
  const calendars = fields({
    exclude: each(text((id) => turn('calendars', id))),
    only: each(text((id) => turn('calendars', id))),
  });
  const script = text((id) => turn('scripts', id));
  const parameters = fields(Object.fromEntries(scripts.map((name) => [name, script])));
  const hooks = each(fields({ script }));
  return fields({
    dependencies: fields({ jobs: each(text((id) => turn('jobs', id))) }),
    calendars,
    parameters,
    schedules: each(fields({ calendars, parameters })),
    hooks: fields({ before: hooks, after: hooks }),
  })(job) as Fields;
};

const scriptParameters = (catalogue: Catalogue, template: unknown): string[] =>
  (typeof template === 'string' ? (catalogue.find(template)?.view.parameters ?? []) : [])
    .filter(({ type }) => type === 'script')
    .map(({ name }) => name);

const text =
  (edit: (value: string) => string): Edit =>
  (value) =>
    typeof value === 'string' ? edit(value) : value;

const each =
  (edit: Edit): Edit =>
  (value) =>
    Array.isArray(value) ? value.map(edit) : value;

const fields =
  (edits: Record<string, Edit>): Edit =>
  (value) =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, inner]) => {
            const edit = Object.hasOwn(edits, name) ? edits[name] : undefined;
            return [name, edit === undefined ? inner : edit(inner)];
          })
        )
      : value;

/** What a job refers to, each once. */
export type References = Record<ReferenceKind, Set<string>>;

export const noReferences = (): References => ({
  jobs: new Set(),
  calendars: new Set(),
  scripts: new Set(),
});

/** Adds what the job refers to. */
export const gatherReferences = (job: Fields, catalogue: Catalogue, found: References): void => {
  withReferences(job, catalogue, (kind, target) => {
    found[kind].add(target);
    return target;
  });
};
