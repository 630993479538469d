import type { ParameterDefinition } from '../../contract/template';
import { contentTypeParameter, filtersParameter, maxEntriesParameter } from './content-parameters';

export const databaseCleanupParameters: ParameterDefinition[] = [
  contentTypeParameter,
  {
    ...filtersParameter,
    help: {
      en: 'All conditions must hold, for every language and for draft and published version alike. Dates can be compared with $now, the moment of the run.',
      zh: '所有語言版本、草稿及已發佈版本都必須符合所有條件。日期可與 $now（執行當刻）比較。',
    },
    required: true,
  },
  {
    name: 'olderThanDays',
    type: 'number',
    label: { en: 'Older than (days)', zh: '早於（天）' },
    help: {
      en: 'Leave it empty to delete whatever matches, however new.',
      zh: '留空則不論新舊，符合條件即刪除。',
    },
    default: null,
    nullable: true,
    integer: true,
    min: 0,
    max: 36_500,
  },
  {
    name: 'ageField',
    type: 'field',
    label: { en: 'Age counts from', zh: '由此日期起計' },
    default: 'updatedAt',
    contentTypeParameter: 'contentType',
    fieldTypes: ['datetime', 'date'],
    advanced: true,
  },
  maxEntriesParameter,
];
