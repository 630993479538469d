/** Parameter definitions: written once by a template, they make the server's validation and the admin's form. */

export const PARAMETER_TYPES = [
  'text',
  'textarea',
  'number',
  'boolean',
  'select',
  'multi-select',
  'date',
  'duration',
  'cron',
  'json',
  'code',
  'url',
  'email-list',
  'key-value',
  'content-type',
  'field',
  'filter',
  'entry',
  'locale',
  'text-list',
  'number-list',
  'script',
  'secret',
  'secret-map',
] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** A word for people: plain text, or one text per admin language (`en` is required). */
export type Text = string | ({ en: string } & Record<string, string>);

export interface ParameterDefinition {
  /** Key in `parameters`. */
  name: string;
  type: ParameterType;
  label: Text;
  help?: Text;
  required?: boolean;
  /** Used where the parameter is left out. Left out itself: the parameter stays absent. */
  default?: unknown;
  /** May hold null. */
  nullable?: boolean;
  /** Numbers and dates: bounds; texts and lists: lengths. Inclusive. */
  min?: number;
  max?: number;
  integer?: boolean;
  /** Regular expression source that a text must match as a whole. */
  pattern?: string;
  /** `select`, `multi-select`. */
  options?: { value: string | number; label: Text }[];
  /** `field`, `filter`, `entry`: the name of the parameter that holds the content type. */
  contentTypeParameter?: string;
  /** `content-type`: only those with draft and publish. */
  draftAndPublish?: boolean;
  /** `field`: the attribute types to choose from, e.g. `datetime`; any scalar one where left out. */
  fieldTypes?: string[];
  /** `code`: language for the editor. */
  language?: string;
  /** Asked for when the job is run by hand. */
  askOnRun?: boolean;
  /** Only the owner may change it. */
  lockedForNonOwners?: boolean;
  /** Show only while these other parameters hold one of these values. */
  visibleWhen?: { parameter: string; in: (string | number | boolean | null)[] };
  /** Folded away under "More" in the form. */
  advanced?: boolean;
}

/** A right that a job made from a template needs. */
export interface RequiredRight {
  /** `plugin::content-manager.explorer.delete`, `plugin::job-scheduler.http-use`, … */
  action: string;
  /** Content-type uid; null where the action has no subject. */
  subject: string | null;
}

export interface TemplateView {
  uid: string;
  version: number;
  category: string;
  /** Name of an icon of @strapi/icons, e.g. `Trash`. */
  icon: string;
  label: Text;
  description: Text;
  parameters: ParameterDefinition[];
  /** It has a `preview`: a dry run is possible. */
  hasPreview: boolean;
  /** It changes the site's content. */
  writesContent: boolean;
}

export interface TemplatePreview {
  /** One sentence: what it would do. */
  summary: string;
  /** How many entries it would change. */
  count?: number;
  /** A few of them: `documentId` and a title. */
  samples?: { documentId: string; title: string }[];
  /** The request that it would send; secrets masked. */
  request?: { method: string; url: string; headers: Record<string, string>; body: unknown };
}
