import { filterDraftOf } from '../../../admin/src/features/parameters/filter-draft';
import { filterInWords } from '../../../admin/src/features/parameters/filter-words';
import type { Translate } from '../../../admin/src/translate';
import english from '../../../admin/src/translations/en/parameters.json';
import common from '../../../admin/src/translations/en/common.json';

const messages: Record<string, string> = { ...english, ...common };
const t: Translate = (id) => messages[id] ?? id;

describe('a filter in words', () => {
  it.each([
    [{ state: 'resolved' }, 'state is resolved'],
    [
      { dueAt: { $lt: '$now' }, tag: { $in: ['a', 'b'] } },
      'dueAt is less than / before the moment it runs, tag is one of a / b',
    ],
    [{ done: false }, 'done is No'],
    [{ note: { $null: true } }, 'note is empty'],
    [{ note: { $null: false } }, 'note is not empty'],
    [{ $or: [] }, '{\n  "$or": []\n}'],
  ])('%j', (filter, words) => {
    expect(filterInWords(filterDraftOf(filter), t)).toBe(words);
  });
});
