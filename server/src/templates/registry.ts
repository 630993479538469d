import type { FieldError } from '../contract/schedule';
import type { RequiredRight, TemplatePreview, TemplateView } from '../contract/template';
import type { Checked } from '../domain/checked';
import { JobFailure } from '../domain/failure';
import type { RunnableTemplate } from '../engine/ports';
import { assertTemplate, TemplateError } from './check-template';
import type { Parameters, TemplateDefinition } from './define-template';
import { checkParameters } from './parameters/check-parameters';
import { runContext } from './run-context';
import { referencesOf } from './references';
import type { References } from './references';
import type { Tools } from './tools';

/** All that is known of a site's templates; `find` and `uids` are what the engine needs of it. */
export interface Registry {
  /** Adds a template, from `register()` or `bootstrap()`. Throws a TemplateError that names the field. */
  register(template: TemplateDefinition<never>): void;
  find(uid: string): RegisteredTemplate | undefined;
  uids(): string[];
  /** By category, then uid. */
  views(): TemplateView[];
}

export interface RegisteredTemplate extends RunnableTemplate {
  /** What clients see of it. */
  view: TemplateView;
  /**
   * Parameters as a client sends or a job holds them: brought up from an earlier version, checked, defaults filled in.
   * Paths start with 'parameters'.
   */
  check(parameters: unknown, fromVersion?: number): Checked<Parameters>;
  /** What checked parameters name outside of themselves. */
  references(parameters: Parameters): References;
  /** The rights that such a job needs. Takes checked parameters. */
  requires(parameters: Parameters): RequiredRight[];
  /** What a run would do; null where the template has no dry run. Takes checked parameters. */
  preview(parameters: Parameters, language: 'en' | 'zh'): Promise<TemplatePreview | null>;
}

export const createRegistry = (tools: Tools): Registry => {
  const templates = new Map<string, RegisteredTemplate>();
  return {
    register: (template) => {
      assertTemplate(template);
      if (templates.has(template.uid))
        throw new TemplateError(template.uid, 'uid', 'is taken by another template');
      templates.set(template.uid, registered(template, tools));
    },
    find: (uid) => templates.get(uid),
    uids: () => [...templates.keys()],
    views: () => [...templates.values()].map(({ view }) => view).sort(byCategory),
  };
};

const USE_SECRETS: RequiredRight = { action: 'plugin::job-scheduler.secrets-use', subject: null };
const namesOf = ({ secrets }: References): string[] => [
  ...new Set(secrets.map(({ target }) => target)),
];
const NOWHERE = { hosts: [], scripts: [] };

const byCategory = (a: TemplateView, b: TemplateView): number =>
  a.category.localeCompare(b.category, 'en') || a.uid.localeCompare(b.uid, 'en');

const registered = (template: TemplateDefinition, tools: Tools): RegisteredTemplate => {
  const check = (parameters: unknown, fromVersion = template.version): Checked<Parameters> => {
    const upgraded = upgrade(template, parameters, fromVersion);
    return upgraded.ok ? checkParameters(template, upgraded.value, tools.site) : upgraded;
  };
  return {
    uid: template.uid,
    version: template.version,
    view: viewOf(template),
    graceMs: template.startsProcesses === true ? tools.scripts.goneWithinMs : undefined,
    check,
    requires: (parameters) => [
      ...(template.requires?.(parameters) ?? []),
      ...(referencesOf(template.parameters, parameters).secrets.length > 0 ? [USE_SECRETS] : []),
    ],
    references: (parameters) => referencesOf(template.parameters, parameters),
    secretsOf: (parameters) => ({
      names: namesOf(referencesOf(template.parameters, parameters)),
      ...NOWHERE,
      ...template.sends?.(parameters),
    }),
    preview: async (parameters, language) =>
      (await preview(template, tools, parameters, language)) ?? null,
    parse: (parameters, fromVersion) => parsed(check(parameters, fromVersion)),
    run: (context) => template.run(runContext(context, tools)),
  };
};

const preview = async (
  template: TemplateDefinition,
  { strapi, clock, checkUrl, backups }: Tools,
  parameters: Parameters,
  language: 'en' | 'zh'
): Promise<TemplatePreview | undefined> =>
  template.preview?.({ parameters, strapi, language, now: clock.now, checkUrl, backups });

const viewOf = (template: TemplateDefinition): TemplateView => ({
  uid: template.uid,
  version: template.version,
  category: template.category ?? 'general',
  icon: template.icon ?? 'Cog',
  label: template.label,
  description: template.description,
  parameters: structuredClone(template.parameters),
  hasPreview: template.preview !== undefined,
  writesContent: template.writesContent ?? false,
});

const upgrade = (
  template: TemplateDefinition,
  parameters: unknown,
  fromVersion: number
): Checked<unknown> => {
  if (fromVersion === template.version) return { ok: true, value: parameters };
  if (fromVersion > template.version)
    return refused(
      'templateVersion',
      `is newer than version ${template.version}, which this site has`
    );
  if (template.migrate === undefined) return { ok: true, value: parameters };
  try {
    return {
      ok: true,
      value: template.migrate(structuredClone(parameters) as Parameters, fromVersion),
    };
  } catch {
    return refused(
      'parameters',
      `cannot be brought from version ${fromVersion} to ${template.version}`
    );
  }
};

const refused = (field: string, message: string): Checked<never> => ({
  ok: false,
  errors: [{ path: [field], message }],
});

const parsed = (checked: Checked<Parameters>): Parameters => {
  if (checked.ok) return checked.value;
  throw new JobFailure(`The parameters are not sound: ${checked.errors.map(inWords).join('; ')}`, {
    code: 'INVALID_PARAMETERS',
    retryable: false,
  });
};

const inWords = ({ path, message }: FieldError): string => `${path.join('.')} ${message}`;
