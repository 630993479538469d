import type {
  Beat,
  CronShape,
  DatePiece,
  DayShape,
  Stretch,
  TimeShape,
  WeekdayPiece,
} from '../cron-shape';
import { dayName, list, monthName, weekdayName } from './chinese';
import { clockTime } from './words';

/** A cron expression in Traditional Chinese: months, days, time. */
export const chineseCron = ({ time, days, months }: CronShape): string => {
  const inMonths = months === null ? '' : `每年 ${list(months.map(monthPhrase))}`;
  const parts = [inMonths, dayPhrase(days, time), timePhrase(time)];
  return parts.filter((part) => part !== '').join(',');
};

const timePhrase = (time: TimeShape): string => {
  if (time.kind === 'times') return list(time.times.map(clockTime));
  const { second, minute, hour } = time;
  const hours = hourPhrase(hour);
  if (second === null) return minutesPhrase(minute, hour);
  const seconds = beatPhrase(second, '秒', '分鐘');
  if (minute.kind === 'every') {
    return `${hours}${second.kind === 'values' ? '每分鐘的' : ''}${seconds}`;
  }
  const minutes = `${hour.kind === 'every' ? '每小時' : hours}${placePhrase(minute)}`;
  return `${minutes}內${seconds}`;
};

const minutesPhrase = (minute: Beat, hour: Beat): string => {
  const single = singleValue(minute);
  if (single !== null) return onceAnHour(single, hour);
  const prefix = hour.kind === 'every' && minute.kind === 'values' ? '每小時的' : hourPhrase(hour);
  return `${prefix}${beatPhrase(minute, '分鐘', '小時')}`;
};

const onceAnHour = (minute: number, hour: Beat): string => {
  const at = (value: number): string => clockTime({ hour: value, minute, second: 0 });
  const past = minute === 0 ? '正點' : `第 ${minute} 分`;
  if (hour.kind === 'every') return minute === 0 ? '每小時正點' : `每小時第 ${minute} 分`;
  if (hour.kind === 'step') return `由 ${at(hour.from)} 起每 ${hour.step} 小時`;
  const [range] = hour.stretches;
  if (hour.stretches.length === 1 && range !== undefined && range.step === 1) {
    return `${at(range.from)} 至 ${at(range.to)} 每小時`;
  }
  return `${hourPhrase(hour)}${past}`;
};

const beatPhrase = (beat: Beat, unit: string, bigger: string): string => {
  if (beat.kind === 'every') return `每${unit}`;
  if (beat.kind === 'values')
    return `第 ${stretchList(beat.stretches)} ${unit === '秒' ? '秒' : '分'}`;
  const small = unit === '秒' ? '秒' : '分';
  const start = beat.from === 0 ? '' : `由每${bigger}第 ${beat.from} ${small}起`;
  return `${start}每 ${beat.step} ${unit}`;
};

/** The minutes in which seconds run. */
const placePhrase = (minute: Beat): string => {
  if (minute.kind === 'every') return '每分鐘';
  if (minute.kind === 'values') return `第 ${stretchList(minute.stretches)} 分`;
  return `${minute.from === 0 ? '' : `由第 ${minute.from} 分起`}每第 ${minute.step} 分鐘`;
};

const hourPhrase = (hour: Beat): string => {
  if (hour.kind === 'every') return '';
  if (hour.kind === 'step') {
    const from = clockTime({ hour: hour.from, minute: 0, second: 0 });
    return `由 ${from} 起每隔 ${hour.step} 小時的該小時內`;
  }
  const [range] = hour.stretches;
  if (hour.stretches.length === 1 && range !== undefined && range.step === 1) {
    const from = clockTime({ hour: range.from, minute: 0, second: 0 });
    return `${from} 至 ${clockTime({ hour: range.to, minute: 59, second: 0 })} `;
  }
  return `在 ${stretchList(hour.stretches)} 時內`;
};

const singleValue = (beat: Beat): number | null => {
  if (beat.kind !== 'values' || beat.stretches.length !== 1) return null;
  const [only] = beat.stretches;
  return only !== undefined && only.from === only.to ? only.from : null;
};

const stretchList = (stretches: readonly Stretch[]): string =>
  list(stretches.map((stretch) => stretchPhrase(stretch, String)));

const stretchPhrase = ({ from, to, step }: Stretch, spell: (value: number) => string): string => {
  if (from === to) return spell(from);
  return `${spell(from)}至 ${spell(to)}${step === 1 ? '' : `(每隔 ${step})`}`.replace(
    /(\d)至/,
    '$1 至'
  );
};

const dayPhrase = (days: DayShape, time: TimeShape): string => {
  switch (days.kind) {
    case 'every':
      return time.kind === 'times' ? '每日' : '';
    case 'dates':
      return `每月${datesPhrase(days.dates)}`;
    case 'weekdays':
      return weekdaysPhrase(days.weekdays);
    case 'either':
      return `每月${datesPhrase(days.dates)}或${weekdaysPhrase(days.weekdays)}(符合其中一項即可)`;
  }
};

const datesPhrase = (dates: readonly DatePiece[]): string => list(dates.map(datePhrase));

const datePhrase = (piece: DatePiece): string => {
  switch (piece.kind) {
    case 'days':
      return ` ${stretchPhrase(piece.stretch, dayName)}`;
    case 'last-day':
      return '最後一日';
    case 'last-working-day':
      return '最後一個平日(星期一至五)';
    case 'nearest-working-day':
      return `最接近 ${dayName(piece.day)}的平日(星期一至五)`;
  }
};

const NTH = ['', '第一個', '第二個', '第三個', '第四個', '第五個'];

const weekdaysPhrase = (pieces: readonly WeekdayPiece[]): string =>
  `逢${list(pieces.map(weekdayPhrase))}`;

const weekdayPhrase = (piece: WeekdayPiece): string => {
  switch (piece.kind) {
    case 'weekdays':
      return stretchPhrase(piece.stretch, weekdayName);
    case 'nth-weekday':
      return `每月${NTH[piece.nth] ?? ''}${weekdayName(piece.weekday)}`;
    case 'last-weekday':
      return `每月最後一個${weekdayName(piece.weekday)}`;
  }
};

const monthPhrase = (months: Stretch): string => stretchPhrase(months, monthName);
