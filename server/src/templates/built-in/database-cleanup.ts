import type { Core } from '@strapi/strapi';

import type { TemplatePreview } from '../../contract/template';
import { dryRun } from '../content/dry-run';
import { contentRights, documentsOf, subjectOf } from '../content/subject';
import { olderThan, whereOf } from '../content/where';
import type { Where } from '../content/where';
import { isWholeDocument, wholeDocuments } from '../content/whole-documents';
import { workThrough } from '../content/work-through';
import type { PreviewContext, TemplateContext } from '../define-template';
import { defineTemplate } from '../define-template';
import type { SiteContentType } from '../parameters/site';
import { databaseCleanupParameters } from './database-cleanup-parameters';

interface DatabaseCleanup {
  contentType: string;
  filters: Record<string, unknown>;
  olderThanDays: number | null;
  ageField: string;
  maxEntries: number;
}

/** Deletes documents that match a filter: all their locales, draft and published version together. */
export const databaseCleanup = defineTemplate<DatabaseCleanup>({
  uid: 'database-cleanup',
  version: 1,
  category: 'maintenance',
  icon: 'Trash',
  label: { en: 'Database clean-up', zh: '清理資料庫' },
  description: {
    en: 'Deletes entries that nobody needs any more, for example resolved tickets after a month. Deleted entries cannot be brought back.',
    zh: '刪除不再需要的項目，例如一個月前已解決的工單。刪除後無法復原。',
  },
  parameters: databaseCleanupParameters,
  writesContent: true,
  requires: ({ contentType }) => contentRights(contentType, 'read', 'delete'),
  run: async (context) => cleanUp(context),
  preview: async (context) => countThem(context),
});

const cleanUp = async (context: TemplateContext<DatabaseCleanup>): Promise<unknown> => {
  const { strapi, parameters } = context;
  const { type, where } = selected(strapi, parameters, context.now());
  return workThrough(context, {
    entries: wholeDocuments(strapi, type, where),
    maxEntries: parameters.maxEntries,
    stillHolds: async ({ documentId }) => isWholeDocument(strapi, type, where, documentId),
    act: async ({ documentId }) => documentsOf(strapi, type).delete({ documentId, locale: '*' }),
    words: { done: 'Deleted', result: 'deleted' },
  });
};

const countThem = async (context: PreviewContext<DatabaseCleanup>): Promise<TemplatePreview> => {
  const { strapi, parameters, language } = context;
  const { type, where } = selected(strapi, parameters, context.now());
  const found = wholeDocuments(strapi, type, where);
  return dryRun(found, parameters.maxEntries, { en: 'delete', zh: '刪除' }, language);
};

const selected = (
  strapi: Core.Strapi,
  { contentType, filters, olderThanDays, ageField }: DatabaseCleanup,
  now: number
): { type: SiteContentType; where: Where } => {
  const type = subjectOf(strapi, contentType);
  const matching = whereOf(filters, type, now);
  const where =
    olderThanDays === null
      ? matching
      : { $and: [matching, olderThan(olderThanDays, ageField, type, now)] };
  return { type, where };
};
