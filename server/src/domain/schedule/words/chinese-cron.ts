import type {
  Beat,
  CronShape,
  DatePiece,
  DayShape,
  Stretch,
  TimeShape,
  WeekdayPiece,
} from '../cron-shape';
import { dayName, list, monthName, spaced, weekdayName } from './chinese';
import { clockTime } from './clock-time';

/** A cron expression in Traditional Chinese: months, days, time. */
export const chineseCron = ({ time, days, months }: CronShape): string => {
  const when = dayPhrase(days, months, time);
  const separator = time.kind === 'times' ? ' ' : '，';
  return spaced(`${when}${when === '' ? '' : separator}${timePhrase(time)}`);
};

const timePhrase = (time: TimeShape): string => {
  if (time.kind === 'times') return list(time.times.map(clockTime));
  const { second, minute, hour } = time;
  if (second === null) return minutesPhrase(minute, hour);
  const seconds = beatPhrase(second, '秒', '分鐘');
  if (minute.kind === 'every') {
    return `${hourPhrase(hour)}${second.kind === 'values' ? '每分鐘的' : ''}${seconds}`;
  }
  const hours = hour.kind === 'every' ? '每小時' : hourPhrase(hour);
  return `${hours}${placePhrase(minute)}內${seconds}`;
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
    return `${at(range.from)} 至 ${at(range.to)} 每小時一次`;
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
  return `${minute.from === 0 ? '' : `由第 ${minute.from} 分起`}每 ${minute.step} 分鐘的首分鐘`;
};

const hourPhrase = (hour: Beat): string => {
  if (hour.kind === 'every') return '';
  if (hour.kind === 'step') {
    const from = clockTime({ hour: hour.from, minute: 0, second: 0 });
    return `由 ${from} 起每 ${hour.step} 小時的首個小時內`;
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
  return `${spell(from)} 至 ${spell(to)}${step === 1 ? '' : `每 ${step} 個一次`}`;
};

const dayPhrase = (days: DayShape, months: Stretch[] | null, time: TimeShape): string => {
  const inMonths = months === null ? '' : `每年 ${list(months.map(monthPhrase))}`;
  switch (days.kind) {
    case 'every':
      return `${inMonths}${time.kind === 'times' ? '每日' : ''}`;
    case 'year-days':
      return `每年 ${list(days.days.map(({ month, day }) => `${monthName(month)} ${dayName(day)}`))}`;
    case 'dates':
      return `${months === null ? '每月' : `${inMonths}的`}${datesPhrase(days.dates)}`;
    case 'weekdays':
      return `${inMonths}${months === null ? '' : '，'}${weekdaysPhrase(days.weekdays)}`;
    case 'either': {
      const either = `每月${datesPhrase(days.dates)}或${weekdaysPhrase(days.weekdays)}`;
      return `${inMonths}${months === null ? '' : '，'}${either}（符合其中一項即可）`;
    }
  }
};

const datesPhrase = (dates: readonly DatePiece[]): string => list(dates.map(datePhrase));

const datePhrase = (piece: DatePiece): string => {
  switch (piece.kind) {
    case 'days':
      return daysPhrase(piece.stretch);
    case 'last-day':
      return '最後一日';
    case 'last-working-day':
      return '最後一個平日(星期一至五)';
    case 'nearest-working-day':
      return `最接近 ${dayName(piece.day)}的平日(星期一至五)`;
  }
};

const daysPhrase = ({ from, to, step }: Stretch): string => {
  if (from === to) return dayName(from);
  const range = `${dayName(from)}至 ${dayName(to)}`;
  return step === 1 ? range : `${range}每 ${step} 日`;
};

const NTH = ['', '第一個', '第二個', '第三個', '第四個', '第五個'];

const weekdaysPhrase = (pieces: readonly WeekdayPiece[]): string => {
  const special = pieces.filter(({ kind }) => kind !== 'weekdays').map(weekdayPhrase);
  const plain = pieces.filter(({ kind }) => kind === 'weekdays').map(weekdayPhrase);
  const inMonth = special.length === 0 ? [] : [`每月${list(special)}`];
  return list([...(plain.length === 0 ? [] : [`逢${list(plain)}`]), ...inMonth]);
};

const weekdayPhrase = (piece: WeekdayPiece): string => {
  switch (piece.kind) {
    case 'weekdays':
      return stretchPhrase(piece.stretch, weekdayName);
    case 'nth-weekday':
      return `${NTH[piece.nth] ?? ''}${weekdayName(piece.weekday)}`;
    case 'last-weekday':
      return `最後一個${weekdayName(piece.weekday)}`;
  }
};

const monthPhrase = (months: Stretch): string => stretchPhrase(months, monthName);
