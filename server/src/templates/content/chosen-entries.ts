import type { Core } from '@strapi/strapi';

import type { FieldError } from '../../contract/schedule';
import { JobFailure } from '../../domain/failure';
import type { SiteContentType } from '../parameters/site';
import { findRows } from './rows';
import { subjectOf } from './subject';
import type { Where } from './where';
import { whereOf } from './where';

/** How publish and unpublish are told which entries they are for. */
export interface ChosenEntries {
  contentType: string;
  /** One entry by its documentId, or those that a filter finds: one of the two. */
  entry: string | null;
  filters: Record<string, unknown> | null;
  /** One language, or null for all. */
  locale: string | null;
  maxEntries: number;
}

/** Exactly one way to say which entries. */
export const checkChoice = ({ entry, filters }: ChosenEntries): FieldError[] => {
  if ((entry === null) !== (filters === null)) return [];
  return [
    {
      path: ['parameters', entry === null ? 'filters' : 'entry'],
      message:
        entry === null ? 'is required where no entry is chosen' : 'cannot stand beside filters',
    },
  ];
};

/**
 * The content type and the condition that the choice comes to. Rejects with a failure that another attempt cannot mend
 * where type, language or entry do not exist.
 */
export const findChoice = async (
  strapi: Core.Strapi,
  { contentType, entry, filters, locale }: ChosenEntries,
  now: number
): Promise<{ type: SiteContentType; where: Where }> => {
  const type = subjectOf(strapi, contentType);
  await assertLocale(strapi, type, locale);
  const chosen = entry === null ? whereOf(filters ?? {}, type, now) : { documentId: entry };
  const where = locale === null ? chosen : { $and: [chosen, { locale }] };
  if (entry !== null) await assertEntry(strapi, type, where);
  return { type, where };
};

const assertEntry = async (
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where
): Promise<void> => {
  if ((await findRows(strapi, type, where, 1)).length === 0)
    throw gone('The entry does not exist (any more)', 'ENTRY_NOT_FOUND');
};

const assertLocale = async (
  strapi: Core.Strapi,
  type: SiteContentType,
  locale: string | null
): Promise<void> => {
  if (locale === null) return;
  if (!type.localized)
    throw gone(`${type.uid} is not translated: leave the language out`, 'LOCALE_NOT_FOUND');
  const locales = strapi.plugin('i18n').service<Locales>('locales');
  if (!(await locales.findByCode(locale)))
    throw gone(`${locale} is not a language of this site`, 'LOCALE_NOT_FOUND');
};

interface Locales {
  findByCode(code: string): Promise<unknown>;
}

const gone = (message: string, code: string): JobFailure =>
  new JobFailure(message, { code, retryable: false });
