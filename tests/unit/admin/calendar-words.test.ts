import { draftOfEntry } from '../../../admin/src/features/calendars/calendar-form';
import { entryWords } from '../../../admin/src/features/calendars/entry-words';
import { ruleWords } from '../../../admin/src/features/calendars/rule-words';
import type { CalendarEntry, RuleEntry } from '../../../server/src/contract/calendar';
import { wordsIn } from './words';

const english = { t: wordsIn('en'), locale: 'en-GB' };
const chinese = { t: wordsIn('zh'), locale: 'zh-HK' };

const said = (entry: CalendarEntry, words = english): string =>
  withoutComma(entryWords(draftOfEntry(entry, { id: 'x', today: '2026-01-01' }), words));

/** Releases of the Unicode data differ in it. */
const withoutComma = (text: string): string =>
  text.replaceAll(/(?<=Mon|Thu|Fri|Sat), (?=\d+ )/g, ' ');

const aRule = (rule: string, patch: Partial<RuleEntry> = {}): RuleEntry => ({
  kind: 'rule',
  name: null,
  rule,
  start: '2026-11-26',
  length: 1,
  except: [],
  also: [],
  timezone: null,
  ...patch,
});

const rule = (text: string, patch: Partial<RuleEntry> = {}): string =>
  ruleWords(aRule(text, patch), english).join(' · ');

describe('an entry of a calendar in words', () => {
  it('names one day once and several by the first and the last', () => {
    expect(said({ kind: 'days', name: null, from: '2026-12-25', to: '2026-12-25' })).toBe(
      'Fri 25 Dec 2026'
    );
    expect(said({ kind: 'days', name: null, from: '2026-12-24', to: '2026-12-26' })).toBe(
      'Thu 24 Dec 2026 – Sat 26 Dec 2026'
    );
  });

  it('says the days of every year without a year', () => {
    expect(said({ kind: 'yearly', name: null, from: '12-31', to: '01-02' })).toBe(
      '31 December – 2 January'
    );
  });

  it('folds days in a row, and says the end of a day as 24:00', () => {
    const week = { kind: 'weekly', name: null, from: '09:00', to: '24:00' } as const;
    expect(said({ ...week, weekdays: [5, 1, 2, 3, 4] })).toBe('Mon – Fri, 09:00–24:00');
    expect(said({ ...week, weekdays: [1, 3] })).toBe('Mon, Wed, 09:00–24:00');
  });

  it('says the offset of an instant, and nothing of a zone that is not there', () => {
    expect(
      said({ kind: 'window', name: null, from: '2026-05-04T08:00', to: '2026-05-04T09:30:15' })
    ).toBe('Mon 4 May 2026, 08:00 – Mon 4 May 2026, 09:30:15');
    expect(
      said({
        kind: 'window',
        name: null,
        from: '2026-05-04T08:00:00.000Z',
        to: '2026-05-04T17:30:00+08:00',
      })
    ).toBe('Mon 4 May 2026, 08:00 UTC – Mon 4 May 2026, 17:30 UTC+08:00');
  });
});

describe('a rule of a file in words', () => {
  it.each([
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'every year · November · fourth Thursday'],
    ['FREQ=YEARLY', 'every year · 26 November'],
    ['FREQ=YEARLY;INTERVAL=4;COUNT=3', 'every 4 years · 26 November · 3 times'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month · last Friday'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'every month · day 1 and day 15'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month · Last day'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', 'every 2 weeks · Monday and Wednesday'],
    ['FREQ=WEEKLY', 'every week · Thursday'],
    ['FREQ=DAILY;UNTIL=20270131', 'every day · until 31 Jan 2027'],
  ])('%s: %s', (text, words) => {
    expect(rule(text)).toBe(words);
  });

  it('keeps the text of a rule that it has no words for, rather than say half of it', () => {
    expect(rule('FREQ=YEARLY;BYDAY=MO;BYSETPOS=2')).toBe('FREQ=YEARLY;BYDAY=MO;BYSETPOS=2');
    expect(rule('FREQ=YEARLY;BYDAY=-2MO')).toBe('FREQ=YEARLY;BYDAY=-2MO');
  });

  it('says how long it is, what is left out, what is added, and its own zone', () => {
    expect(rule('FREQ=WEEKLY;BYDAY=TH', { length: 2, except: ['2026-12-24'] })).toBe(
      'every week · Thursday · 2 days · without 1 date'
    );
    expect(
      rule('FREQ=DAILY', {
        start: '2026-11-26T22:00:00',
        length: 7_200_000,
        also: ['2027-01-01T22:00:00', '2027-01-02T22:00:00'],
        timezone: 'Europe/Berlin',
      })
    ).toBe('every day · 22:00 · 2h · Europe/Berlin · and 2 more dates');
  });

  it('speaks Chinese', () => {
    expect(ruleWords(aRule('FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'), chinese).join(' · ')).toBe(
      '每年 · 11月 · 第四個星期四'
    );
  });
});
