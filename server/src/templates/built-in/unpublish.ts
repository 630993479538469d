import type { TemplatePreview } from '../../contract/template';
import type { ChosenEntries } from '../content/chosen-entries';
import { checkChoice, findChoice } from '../content/chosen-entries';
import { dryRun } from '../content/dry-run';
import { contentRights, documentsOf, entryOf } from '../content/subject';
import { publishedVersions } from '../content/versions';
import { workThrough } from '../content/work-through';
import type { PreviewContext, TemplateContext } from '../define-template';
import { defineTemplate } from '../define-template';
import { choiceParameters } from './content-parameters';

/** Takes published entries offline: one, or those that a filter finds. Their drafts stay. */
export const unpublish = defineTemplate<ChosenEntries>({
  uid: 'unpublish',
  version: 1,
  category: 'content',
  icon: 'Cross',
  label: { en: 'Unpublish', zh: '取消發佈' },
  description: {
    en: 'Takes an entry offline at a time you choose, or every entry whose time is over. The drafts stay.',
    zh: '在指定時間將一個項目下架，或將所有過期的項目下架。草稿會保留。',
  },
  parameters: choiceParameters,
  writesContent: true,
  check: checkChoice,
  requires: ({ contentType }) => contentRights(contentType, 'read', 'publish'),
  run: async (context) => unpublishThem(context),
  preview: async (context) => countThem(context),
});

const unpublishThem = async (context: TemplateContext<ChosenEntries>): Promise<unknown> => {
  const { strapi, parameters } = context;
  const { type, where } = await findChoice(strapi, parameters, context.now());
  return workThrough(context, {
    entries: publishedVersions(strapi, type, where),
    maxEntries: parameters.maxEntries,
    stillHolds: async (entry) => {
      const again = publishedVersions(strapi, type, { $and: [where, entryOf(entry)] });
      return (await again.next()).done !== true;
    },
    act: async (entry) => documentsOf(strapi, type).unpublish(entryOf(entry)),
    words: { done: 'Unpublished', result: 'unpublished' },
  });
};

const countThem = async (context: PreviewContext<ChosenEntries>): Promise<TemplatePreview> => {
  const { strapi, parameters, language } = context;
  const { type, where } = await findChoice(strapi, parameters, context.now());
  const found = publishedVersions(strapi, type, where);
  return dryRun(found, parameters.maxEntries, { en: 'unpublish', zh: '取消發佈' }, language);
};
