import type { ParameterDefinition } from '../../contract/template';

/** Parameters that the content templates share. */

export const contentTypeParameter = {
  name: 'contentType',
  type: 'content-type',
  label: { en: 'Content type', zh: '內容類型' },
  required: true,
} as const satisfies ParameterDefinition;

export const filtersParameter = {
  name: 'filters',
  type: 'filter',
  label: { en: 'Which entries', zh: '哪些項目' },
  help: {
    en: 'All conditions must hold. Dates can be compared with $now, the moment of the run.',
    zh: '必須符合所有條件。日期可與 $now（執行當刻）比較。',
  },
  contentTypeParameter: 'contentType',
} as const satisfies ParameterDefinition;

export const maxEntriesParameter = {
  name: 'maxEntries',
  type: 'number',
  label: { en: 'At most', zh: '最多' },
  help: {
    en: 'So many entries in one run; the others wait for the next one.',
    zh: '每次執行最多處理的項目數；其餘留待下次。',
  },
  default: 1000,
  integer: true,
  min: 1,
  max: 100_000,
} as const satisfies ParameterDefinition;

/** Which entries publish and unpublish are for: one by its documentId, or those that a filter finds. */
export const choiceParameters: ParameterDefinition[] = [
  { ...contentTypeParameter, draftAndPublish: true },
  {
    name: 'entry',
    type: 'entry',
    label: { en: 'One entry', zh: '單一項目' },
    help: { en: 'Leave it empty to use conditions instead.', zh: '留空則改用條件。' },
    contentTypeParameter: 'contentType',
    default: null,
    nullable: true,
  },
  { ...filtersParameter, default: null, nullable: true },
  {
    name: 'locale',
    type: 'locale',
    label: { en: 'Language', zh: '語言' },
    help: { en: 'Leave it empty for all languages.', zh: '留空則包括所有語言。' },
    default: null,
    nullable: true,
  },
  maxEntriesParameter,
];
