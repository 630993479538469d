import { date, list, monthName, spaced } from './chinese';
import type { NoteWords, UnevenField, WarningWords } from './words';
import { timeOfLocal } from './clock-time';

export const chineseNotes: NoteWords = {
  moved: (skipped, runs, zone) =>
    `因時鐘撥快，${zone} 在 ${date(skipped)}沒有 ${timeOfLocal(skipped)}，` +
    `改於${date(runs) === date(skipped) ? '' : ` ${date(runs)}`} ${timeOfLocal(runs)} 執行。`,
  both: (skipped, zone) =>
    `${zone} 在 ${date(skipped)}沒有 ${timeOfLocal(skipped)}，與這次執行合併。`,
  once: (local, zone) =>
    `${zone} 在 ${date(local)}會出現兩次 ${timeOfLocal(local)}，只在第一次執行。`,
  beforeStart: (start) => `早於開始時間(${date(start)} ${timeOfLocal(start)})。`,
  afterEnd: (end) => `晚於結束時間(${date(end)} ${timeOfLocal(end)})。`,
  paused: () => '此排程已停用。',
  jobPaused: () => '工作已暫停，直至有人恢復。',
  merged: (by) => `與「${by}」在同一時刻，由「${by}」執行。`,
  excluded: (calendar, entry) =>
    entry === null ? `被行事曆「${calendar}」排除。` : `被行事曆「${calendar}」排除：${entry}。`,
  outsideWindow: (calendars) =>
    calendars === '' ? '沒有行事曆允許此時執行。' : `不在「${calendars}」允許的時間內。`,
};

const FIELDS: Record<UnevenField, { unit: string; value: string; restart: string; every: string }> =
  {
    second: { unit: '秒', value: '秒', restart: '每分鐘', every: 's' },
    minute: { unit: '分鐘', value: '分', restart: '每小時', every: 'm' },
    hour: { unit: '小時', value: '時', restart: '每日', every: 'h' },
    dayOfMonth: { unit: '日', value: '日', restart: '每月', every: 'd' },
    month: { unit: '個月', value: '月', restart: '每年', every: 'mo' },
    dayOfWeek: { unit: '日', value: '(0 為星期日)', restart: '每星期', every: 'd' },
  };

export const chineseWarnings: WarningWords = {
  bothDayFields: () =>
    '「日」與「星期」兩欄同時設定：符合其中一項的日子都會執行，而不是只在兩項都符合時執行。',
  unevenStep: ({ field, step, values }) => {
    const { unit, value, restart, every } = FIELDS[field];
    return spaced(
      `${step} ${unit}的間隔${restart}重新開始(${list(values.map(String))} ${value})，因此各次執行的間距並不平均。` +
        `如需每 ${step} ${unit}準確執行一次，請使用間隔排程「${step}${every}」。`
    );
  },
  shortMonths: ({ days, months, leap }, overflow) => {
    if (leap) {
      return overflow === 'last'
        ? '2 月 29 日只在閏年出現；其他年份在 2 月 28 日執行。'
        : '2 月 29 日只在閏年出現；其他年份不會執行。';
    }
    const which = spaced(
      `並非每個月都有 ${list(days.map(String))} 日(${list(months.map(monthName))})`
    );
    return overflow === 'last'
      ? `${which}；這些月份改在最後一日執行。`
      : `${which}；這些月份不會執行。如需每月執行，請選擇每月最後一日。`;
  },
  spacing: (least, most) =>
    least === most
      ? `每 ${duration(least)}執行一次。`
      : `各次執行最多相隔 ${duration(most)}，最少相隔 ${duration(least)}（不計時鐘調整）。`,
  clockChanges: (zone, changes) =>
    spaced(
      `${zone} 的時鐘將於 ${list(
        changes.map(({ from, to }) => `${date(from)}(${timeOfLocal(from)} → ${timeOfLocal(to)})`)
      )}調整。`
    ),
  neverAgain: () => '此排程不會再執行。',
  keptBack: () => '在可預見的時間內，行事曆擋下了此排程的每一次執行。',
};

const UNITS: [string, number][] = [
  ['日', 86400],
  ['小時', 3600],
  ['分鐘', 60],
  ['秒', 1],
];

/** From seconds. */
const duration = (seconds: number): string => {
  let rest = seconds;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.length === 0 ? '0 秒' : parts.join(' ');
};
