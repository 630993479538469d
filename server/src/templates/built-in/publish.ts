import type { TemplatePreview } from '../../contract/template';
import type { ChosenEntries } from '../content/chosen-entries';
import { checkChoice, findChoice } from '../content/chosen-entries';
import { dryRun } from '../content/dry-run';
import { contentRights, documentsOf, entryOf } from '../content/subject';
import type { Drafts } from '../content/versions';
import { draftsToPublish } from '../content/versions';
import { workThrough } from '../content/work-through';
import type { PreviewContext, TemplateContext } from '../define-template';
import { defineTemplate } from '../define-template';
import { choiceParameters } from './content-parameters';

interface Publish extends ChosenEntries {
  includeChanged: boolean;
}

/** Publishes drafts: one entry, or those that a filter finds. */
export const publish = defineTemplate<Publish>({
  uid: 'publish',
  version: 1,
  category: 'content',
  icon: 'Check',
  label: { en: 'Publish', zh: '發佈' },
  description: {
    en: 'Publishes an entry at a time you choose, or again and again every draft that is due.',
    zh: '在指定時間發佈一個項目，或定期發佈所有到期的草稿。',
  },
  parameters: [
    ...choiceParameters,
    {
      name: 'includeChanged',
      type: 'boolean',
      label: { en: 'Also publish changes', zh: '同時發佈修改' },
      help: {
        en: 'Off: entries that are published already are left alone, even if their draft was changed.',
        zh: '關閉時，已發佈的項目即使草稿有修改，也不會處理。',
      },
      default: true,
    },
  ],
  writesContent: true,
  check: checkChoice,
  requires: ({ contentType }) => contentRights(contentType, 'read', 'publish'),
  run: async (context) => publishThem(context),
  preview: async (context) => countThem(context),
});

const publishThem = async (context: TemplateContext<Publish>): Promise<unknown> => {
  const { strapi, parameters } = context;
  const { type, where } = await findChoice(strapi, parameters, context.now());
  const drafts = draftsOf(parameters);
  return workThrough(context, {
    entries: draftsToPublish(strapi, type, where, drafts),
    maxEntries: parameters.maxEntries,
    stillHolds: async (entry) => {
      const again = draftsToPublish(strapi, type, { $and: [where, entryOf(entry)] }, drafts);
      return (await again.next()).done !== true;
    },
    act: async (entry) => documentsOf(strapi, type).publish(entryOf(entry)),
    words: { done: 'Published', result: 'published' },
  });
};

const countThem = async (context: PreviewContext<Publish>): Promise<TemplatePreview> => {
  const { strapi, parameters, language } = context;
  const { type, where } = await findChoice(strapi, parameters, context.now());
  const found = draftsToPublish(strapi, type, where, draftsOf(parameters));
  return dryRun(found, parameters.maxEntries, { en: 'publish', zh: '發佈' }, language);
};

const draftsOf = ({ includeChanged }: Publish): Drafts =>
  includeChanged ? 'new-and-changed' : 'new';
