import type { Language } from '../schedule/words/words';
import { chineseLedger } from './chinese';
import { englishLedger } from './english';
import type { LedgerAnswer, LedgerQuestion, LedgerRecord } from './find-answer';
import type { LedgerWords, RecordFacts } from './words';

const WORDS: Record<Language, LedgerWords> = { en: englishLedger, zh: chineseLedger };

interface Telling<R extends LedgerRecord> {
  language: Language;
  /** Writes an instant as people of that place do. */
  write: (at: number) => string;
  factsOf: (record: R) => RecordFacts;
  keptDays: number;
}

/** The answer in one or two sentences. */
export const explain = <R extends LedgerRecord>(
  question: LedgerQuestion<R>,
  { cause, record, reason, keptBackBy }: LedgerAnswer<R>,
  { language, write, factsOf, keptDays }: Telling<R>
): string => {
  const words = WORDS[language];
  if (record !== null) return words.record(factsOf(record));
  const { standstill, changedAt, createdAt } = question;
  const since = write(standstill?.since ?? question.at);
  const until = standstill?.until == null ? null : write(standstill.until);
  switch (cause) {
    case 'slot':
    case 'range':
    case 'start':
    case 'lost':
      return words.lost();
    case 'before-job':
      return words.beforeJob(write(createdAt));
    case 'forgotten':
      return words.forgotten(keptDays);
    case 'disabled':
      return words.disabled();
    case 'paused':
      return words.paused(since, until);
    case 'held':
      return words.held(since);
    case 'all-paused':
      return words.allPaused(since, until);
    case 'no-schedule':
      return words.noSchedule();
    case 'by-dependency':
      return words.byDependency();
    case 'before-start':
      return words.beforeStart();
    case 'after-end':
      return words.afterEnd();
    case 'spent':
      return words.spent();
    case 'other-time':
      return words.otherTime();
    case 'to-come':
      return words.toCome();
    case 'to-be-skipped':
      return words.toBeSkipped({ reason, keptBackBy });
    case 'overdue':
      return words.overdue();
    case 'changed':
      return words.changed(write(changedAt ?? question.at));
  }
};
