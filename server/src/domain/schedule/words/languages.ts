import { chineseNotes, chineseWarnings } from './chinese-notes';
import { chineseSchedule } from './chinese-schedule';
import { englishNotes, englishWarnings } from './english-notes';
import { englishSchedule } from './english-schedule';
import type { Language, NoteWords, ScheduleWords, WarningWords } from './words';

/** The sentences of each language. */
export const scheduleWords: Record<Language, ScheduleWords> = {
  en: englishSchedule,
  zh: chineseSchedule,
};
export const noteWords: Record<Language, NoteWords> = { en: englishNotes, zh: chineseNotes };
export const warningWords: Record<Language, WarningWords> = {
  en: englishWarnings,
  zh: chineseWarnings,
};
