import type { Core } from '@strapi/strapi';

import type {
  ParameterDefinition,
  RequiredRight,
  TemplatePreview,
  Text,
} from '../contract/template';
import type { FieldError } from '../contract/schedule';
import type { RunContext, SecretDestinations } from '../engine/ports';
import type { GuardedFetch } from './http/guarded-fetch';
import type { BackupTools, ScriptTools } from './tools';

export type Parameters = Record<string, unknown>;

/** What `run` gets: the engine's context with the site's tools. Everything waits and stops by `signal`. */
export interface TemplateContext<P = Parameters> extends Omit<RunContext, 'parameters'> {
  parameters: P;
  strapi: Core.Strapi;
  /** HTTP(S) that cannot be led to private addresses; stops by `signal`. Rejects with a JobFailure. */
  fetch: GuardedFetch;
  /** Epoch milliseconds of the database clock. */
  now: () => number;
  scripts: ScriptTools;
  backups: BackupTools;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  sleep: (ms: number) => Promise<void>;
}

/** What `preview` gets. A preview changes nothing and sends nothing. */
export interface PreviewContext<P = Parameters> {
  parameters: P;
  strapi: Core.Strapi;
  backups: Pick<BackupTools, 'plan'>;
  /** Language of the sentences in the answer. */
  language: 'en' | 'zh';
  now: () => number;
  /** Rejects with a JobFailure (`HOST_REFUSED`, `ENOTFOUND`, …) where `fetch` would refuse to go. */
  checkUrl: (url: string) => Promise<void>;
}

/** A kind of job. Only `uid`, `version`, `label`, `description`, `parameters` and `run` are required. */
export interface TemplateDefinition<P = Parameters> {
  /** Lowercase words joined by `-` or `.`, e.g. `http-request`, `my-plugin.sync`. */
  uid: string;
  /** 1, 2, 3 …: raise it when stored parameters need `migrate`. */
  version: number;
  /** Heading in the gallery; `general` where left out. */
  category?: string;
  /** Name of an icon of @strapi/icons; `Cog` where left out. */
  icon?: string;
  label: Text;
  description: Text;
  parameters: ParameterDefinition[];
  /** It changes the site's content; the gallery says so. */
  writesContent?: boolean;
  /** It runs scripts or programs: after an abort its place stays taken until they are gone. */
  startsProcesses?: boolean;
  /** Rules that one definition cannot say, on parameters that each are sound. Paths start with 'parameters'. */
  check?(parameters: P): FieldError[];
  /** Rights that whoever makes, changes, previews or runs such a job must hold. */
  requires?(parameters: P): RequiredRight[];
  /** Where its secrets go: bound ones are handed out only to such places. Left out: nowhere in particular. */
  sends?(parameters: P): SecretDestinations;
  /** Does the work. What it answers becomes the execution's result (JSON); what it throws, its error. */
  run(context: TemplateContext<P>): Promise<unknown>;
  /** Says what `run` would do now. */
  preview?(context: PreviewContext<P>): Promise<TemplatePreview>;
  /** Turns parameters stored under an earlier version into today's. */
  migrate?(parameters: Parameters, fromVersion: number): Parameters;
}

/**
 * Types a template's literal by the parameters that its definitions promise; it checks nothing: `register` does, for
 * plain objects just as well.
 */
export const defineTemplate = <P = Parameters>(
  template: TemplateDefinition<P>
): TemplateDefinition<P> => template;
