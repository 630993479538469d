import type {
  Beat,
  CronShape,
  DatePiece,
  DayShape,
  Stretch,
  TimeShape,
  WeekdayPiece,
} from '../cron-shape';
import { capital, list, monthName, ordinal, weekdayName } from './english';
import { clockTime } from './clock-time';

/** A cron expression in English: time, days, months. */
export const englishCron = ({ time, days, months }: CronShape): string => {
  const inMonths = months === null ? '' : `, in ${list(months.map(monthPhrase))}`;
  return capital(`${timePhrase(time)}${dayPhrase(days, time)}${inMonths}`);
};

const timePhrase = (time: TimeShape): string => {
  if (time.kind === 'times') return `at ${list(time.times.map(clockTime))}`;
  const { second, minute, hour } = time;
  if (second === null) return minutesPhrase(minute, hour);
  const seconds = beatPhrase(second, 'second', 'minute');
  if (minute.kind === 'every') {
    const everyMinute = second.kind === 'values' ? ' of every minute' : '';
    return `${seconds}${everyMinute}${hoursPhrase(hour)}`;
  }
  return `${seconds}, ${minutePlaces(minute)}${hoursPhrase(hour, ' of every hour')}`;
};

const minutesPhrase = (minute: Beat, hour: Beat): string => {
  const single = singleValue(minute);
  if (single !== null) return onceAnHour(single, hour);
  const ofEveryHour = minute.kind === 'values' ? ' of every hour' : '';
  return `${beatPhrase(minute, 'minute', 'hour')}${hoursPhrase(hour, ofEveryHour)}`;
};

/** One minute in each of many hours. */
const onceAnHour = (minute: number, hour: Beat): string => {
  const past = minute === 0 ? 'on the hour' : `at minute ${minute}`;
  const at = (value: number): string => clockTime({ hour: value, minute, second: 0 });
  if (hour.kind === 'every') return `every hour, ${past}`;
  if (hour.kind === 'step') return `every ${hour.step} hours from ${at(hour.from)}`;
  const [range] = hour.stretches;
  if (hour.stretches.length === 1 && range !== undefined && range.step === 1) {
    return `every hour from ${at(range.from)} to ${at(range.to)}`;
  }
  return `${past}${hoursPhrase(hour)}`;
};

/** `every 15 minutes`, `every 15 minutes from minute 5 of the hour`, `at minutes 0 and 45`. */
const beatPhrase = (beat: Beat, unit: string, bigger: string): string => {
  if (beat.kind === 'every') return `every ${unit}`;
  if (beat.kind === 'values')
    return `at ${unit}${many(beat.stretches)} ${stretchList(beat.stretches)}`;
  const start = beat.from === 0 ? '' : ` from ${unit} ${beat.from} of the ${bigger}`;
  return `every ${beat.step} ${unit}s${start}`;
};

/** The minutes in which seconds run: `in minutes 0 and 30`, `in every 15th minute`. */
const minutePlaces = (minute: Beat): string => {
  if (minute.kind === 'every') return 'in every minute';
  if (minute.kind === 'values') {
    return `in minute${many(minute.stretches)} ${stretchList(minute.stretches)}`;
  }
  const start = minute.from === 0 ? '' : ` from minute ${minute.from}`;
  return `in every ${ordinal(minute.step)} minute${start}`;
};

const hoursPhrase = (hour: Beat, ofEveryHour = ''): string => {
  if (hour.kind === 'every') return ofEveryHour;
  if (hour.kind === 'step') {
    const start =
      hour.from === 0 ? 'midnight' : clockTime({ hour: hour.from, minute: 0, second: 0 });
    return `, in every ${ordinal(hour.step)} hour from ${start}`;
  }
  const [range] = hour.stretches;
  if (hour.stretches.length === 1 && range !== undefined && range.step === 1) {
    const from = clockTime({ hour: range.from, minute: 0, second: 0 });
    return ` from ${from} to ${clockTime({ hour: range.to, minute: 59, second: 0 })}`;
  }
  return `, in the hours ${stretchList(hour.stretches)}`;
};

const singleValue = (beat: Beat): number | null => {
  const [only] = beat.kind === 'values' ? beat.stretches : [];
  if (beat.kind !== 'values' || beat.stretches.length !== 1 || only === undefined) return null;
  return only.from === only.to ? only.from : null;
};

const many = (stretches: readonly Stretch[]): string => {
  const [only] = stretches;
  return stretches.length === 1 && only !== undefined && only.from === only.to ? '' : 's';
};

const stretchList = (stretches: readonly Stretch[]): string =>
  list(stretches.map((stretch) => stretchPhrase(stretch, String)));

const stretchPhrase = ({ from, to, step }: Stretch, spell: (value: number) => string): string => {
  if (from === to) return spell(from);
  return `${spell(from)} to ${spell(to)}${step === 1 ? '' : ` in steps of ${step}`}`;
};

const dayPhrase = (days: DayShape, time: TimeShape): string => {
  const isAt = time.kind === 'times';
  if (days.kind === 'every') return isAt ? ' every day' : '';
  if (days.kind === 'weekdays' && isOneRange(days.weekdays)) {
    return `, ${list(days.weekdays.map(weekdayPhrase))}`;
  }
  return `${isAt ? ' ' : ', '}${restrictedDays(days)}`;
};

const isOneRange = ([first, ...more]: readonly WeekdayPiece[]): boolean =>
  more.length === 0 && first?.kind === 'weekdays' && first.stretch.from !== first.stretch.to;

const restrictedDays = (days: Exclude<DayShape, { kind: 'every' }>): string => {
  if (days.kind === 'year-days') {
    return `on ${list(days.days.map(({ month, day }) => `${day} ${monthName(month)}`))}`;
  }
  if (days.kind === 'dates') return `on ${datesPhrase(days.dates)} of the month`;
  if (days.kind === 'weekdays') return weekdaysPhrase(days.weekdays);
  const dates = `on ${datesPhrase(days.dates)} of the month`;
  return `${dates} or ${weekdaysPhrase(days.weekdays)} (either is enough)`;
};

const datesPhrase = (dates: readonly DatePiece[]): string => list(dates.map(datePhrase));

const datePhrase = (piece: DatePiece): string => {
  switch (piece.kind) {
    case 'days': {
      const { from, to, step } = piece.stretch;
      if (from === to) return `the ${ordinal(from)}`;
      const range = `the ${ordinal(from)} to the ${ordinal(to)}`;
      return step === 1 ? range : `every ${ordinal(step)} day from ${range}`;
    }
    case 'last-day':
      return 'the last day';
    case 'last-working-day':
      return 'the last weekday (Monday to Friday)';
    case 'nearest-working-day':
      return `the weekday (Monday to Friday) nearest to the ${ordinal(piece.day)}`;
  }
};

const NTH = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

const weekdaysPhrase = (pieces: readonly WeekdayPiece[]): string => {
  const special = pieces.filter(({ kind }) => kind !== 'weekdays');
  const plain = pieces.filter(({ kind }) => kind === 'weekdays').map(weekdayPhrase);
  if (special.length === 0) return `on ${list(plain)}`;
  const every = plain.map((name) => `every ${name}`);
  return `on ${list([...every, ...special.map(weekdayPhrase)])} of the month`;
};

const weekdayPhrase = (piece: WeekdayPiece): string => {
  switch (piece.kind) {
    case 'weekdays':
      return stretchPhrase(piece.stretch, weekdayName);
    case 'nth-weekday':
      return `the ${NTH[piece.nth] ?? ''} ${weekdayName(piece.weekday)}`;
    case 'last-weekday':
      return `the last ${weekdayName(piece.weekday)}`;
  }
};

const monthPhrase = (months: Stretch): string => stretchPhrase(months, monthName);
