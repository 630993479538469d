import type { TemplatePreview } from '../../contract/template';
import type { Row } from './rows';

const SAMPLES = 10;

/** What would happen, as a verb for each language: `delete`, `刪除`. */
export interface Verb {
  en: string;
  zh: string;
}

/** Counts what a run would meet, up to its limit, and names the first few. */
export const dryRun = async (
  entries: AsyncIterable<Row>,
  maxEntries: number,
  verb: Verb,
  language: 'en' | 'zh'
): Promise<TemplatePreview> => {
  const samples: { documentId: string; title: string }[] = [];
  let count = 0;
  for await (const { documentId, title } of entries) {
    if (count === maxEntries) return { summary: atLimit(count, verb, language), count, samples };
    if (count < SAMPLES) samples.push({ documentId, title });
    count += 1;
  }
  return {
    summary: `${inWords(count, verb, language)}${language === 'zh' ? '。' : '.'}`,
    count,
    samples,
  };
};

const inWords = (count: number, verb: Verb, language: 'en' | 'zh'): string =>
  language === 'zh'
    ? `會${verb.zh} ${count} 個項目`
    : `It would ${verb.en} ${count} ${count === 1 ? 'entry' : 'entries'}`;

const atLimit = (count: number, verb: Verb, language: 'en' | 'zh'): string =>
  language === 'zh'
    ? `${inWords(count, verb, language)}，已達每次上限；其餘留待下次。`
    : `${inWords(count, verb, language)}, its limit; the others wait for the next run.`;
