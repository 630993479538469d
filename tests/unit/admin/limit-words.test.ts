import { limitWords } from '../../../admin/src/features/jobs/limit-words';
import { wordsIn } from './words';

describe('the limit of a job in a few words', () => {
  it.each([
    [{ limit: null, key: null }, 'No limit', '沒有上限'],
    [{ limit: null, key: 'crm-api' }, 'No limit', '沒有上限'],
    [{ limit: 3, key: null }, 'At most 3', '最多 3 次'],
    [{ limit: 1, key: 'crm-api' }, 'At most 1, shared as “crm-api”', '最多 1 次，共用「crm-api」'],
  ])('%j is “%s”', (concurrency, english, chinese) => {
    expect(limitWords(concurrency, wordsIn('en'))).toBe(english);
    expect(limitWords(concurrency, wordsIn('zh'))).toBe(chinese);
  });
});
