/**
 * The visual cron editor's model: an expression is kept as text, each field of it can be shown as a
 * choice. Whether an expression is sound is the server's word; this only reads what people build.
 */

export const CRON_FIELDS = [
  'second',
  'minute',
  'hour',
  'dayOfMonth',
  'month',
  'dayOfWeek',
] as const;
export type CronFieldName = (typeof CRON_FIELDS)[number];

export type CronFieldState =
  | { mode: 'every' }
  /** No `from`: the item starts with a star, which at clock changes is not the same as naming it. */
  | { mode: 'step'; step: number; from: number | null; to: number | null }
  | { mode: 'range'; from: number; to: number }
  | { mode: 'list'; values: number[] }
  | { mode: 'last-day' }
  | { mode: 'last-weekday' }
  | { mode: 'nearest-weekday'; day: number }
  /** `nth` 1 to 5, or `last` in the month. */
  | { mode: 'nth-weekday'; weekday: number; nth: number | 'last' }
  | { mode: 'custom'; text: string };

export type CronMode = CronFieldState['mode'];

/** Field texts by name; `second` is null in a five-field expression. */
export type CronTexts = { second: string | null } & Record<
  Exclude<CronFieldName, 'second'>,
  string
>;

interface FieldRule {
  min: number;
  max: number;
  names?: Record<string, number>;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'MON TUE WED THU FRI SAT SUN'.split(' ');
const numbered = (names: string[]): Record<string, number> =>
  Object.fromEntries(names.map((name, index) => [name, index + 1]));

/** Days of week are 1 (Monday) to 7 (Sunday) here; a written 0 is read as 7. */
export const CRON_RULES: Record<CronFieldName, FieldRule> = {
  second: { min: 0, max: 59 },
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  dayOfMonth: { min: 1, max: 31 },
  month: { min: 1, max: 12, names: numbered(MONTHS) },
  dayOfWeek: { min: 1, max: 7, names: numbered(WEEKDAYS) },
};

const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Splits an expression into its field texts; null when it has not five or six fields. */
export const splitExpression = (expression: string): CronTexts | null => {
  const text = expression.trim();
  const parts = (MACROS[text.toLowerCase()] ?? text).split(/[ \t]+/);
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] =
    parts.length === 5 ? [null, ...parts] : parts;
  if (parts.length < 5 || parts.length > 6 || second === undefined) return null;
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) return null;
  return { second, minute, hour, dayOfMonth, month, dayOfWeek };
};

/** The expression of these field texts, with seconds only where there are some. */
export const joinExpression = (texts: CronTexts): string =>
  CRON_FIELDS.map((name) => texts[name])
    .filter((text) => text !== null)
    .join(' ');

/** Reads one field text; what no choice of the editor can show becomes `custom`. */
export const parseField = (name: CronFieldName, text: string): CronFieldState => {
  if (text === '*' || (text === '?' && isDayField(name))) return { mode: 'every' };
  return (
    parseDayWord(name, text) ??
    parseStep(name, text) ??
    parseRange(name, text) ??
    parseList(name, text) ?? { mode: 'custom', text }
  );
};

/** Writes one field; the inverse of `parseField`. */
export const formatField = (name: CronFieldName, state: CronFieldState): string => {
  switch (state.mode) {
    case 'every':
      return '*';
    case 'step':
      return formatStep(state);
    case 'range':
      return `${state.from}-${state.to}`;
    case 'list':
      return formatList(state.values.length ? state.values : [CRON_RULES[name].min]);
    case 'last-day':
      return 'L';
    case 'last-weekday':
      return 'LW';
    case 'nearest-weekday':
      return `${state.day}W`;
    case 'nth-weekday':
      return state.nth === 'last' ? `${state.weekday}L` : `${state.weekday}#${state.nth}`;
    case 'custom':
      return state.text;
  }
};

/** Replaces one field of an expression and leaves the others as they were typed. */
export const withField = (
  expression: string,
  name: CronFieldName,
  state: CronFieldState
): string => {
  const texts = splitExpression(expression);
  return texts ? joinExpression({ ...texts, [name]: formatField(name, state) }) : expression;
};

const isDayField = (name: CronFieldName): boolean => name === 'dayOfMonth' || name === 'dayOfWeek';

const parseDayWord = (name: CronFieldName, text: string): CronFieldState | null => {
  if (name === 'dayOfMonth') return parseMonthDayWord(text.toUpperCase());
  return name === 'dayOfWeek' ? parseWeekdayWord(text) : null;
};

const parseMonthDayWord = (text: string): CronFieldState | null => {
  if (text === 'L') return { mode: 'last-day' };
  if (text === 'LW') return { mode: 'last-weekday' };
  const day = /^(\d{1,2})W$/.exec(text)?.[1];
  const value = day === undefined ? null : numberOf('dayOfMonth', day);
  return value === null ? null : { mode: 'nearest-weekday', day: value };
};

const parseWeekdayWord = (text: string): CronFieldState | null => {
  const match = /^(\d|[a-z]{3})(?:#([1-5l])|l)$/i.exec(text);
  const weekday = match?.[1] === undefined ? null : numberOf('dayOfWeek', match[1]);
  if (weekday === null) return null;
  const nth = Number(match?.[2]);
  return { mode: 'nth-weekday', weekday, nth: Number.isInteger(nth) ? nth : 'last' };
};

const parseStep = (name: CronFieldName, text: string): CronFieldState | null => {
  const match = /^(?:\*|([^-/,*]+)(?:-([^-/,*]+))?)\/(\d{1,2})$/.exec(text);
  const step = Number(match?.[3]);
  if (!match || step < 1) return null;
  const from = match[1] === undefined ? null : numberOf(name, match[1]);
  const to = match[2] === undefined ? null : numberOf(name, match[2]);
  if ((match[1] !== undefined && from === null) || (match[2] !== undefined && to === null)) {
    return null;
  }
  if (name === 'dayOfWeek' && (from !== null || to !== null)) return null;
  return { mode: 'step', step, from, to };
};

const parseRange = (name: CronFieldName, text: string): CronFieldState | null => {
  const bounds = rangeOf(name, text);
  if (!bounds || name === 'dayOfWeek') return null;
  return { mode: 'range', from: bounds[0], to: bounds[1] };
};

const parseList = (name: CronFieldName, text: string): CronFieldState | null => {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const bounds = rangeOf(name, item);
    const single = numberOf(name, item);
    if (bounds) for (let v = bounds[0]; v <= bounds[1]; v += 1) values.add(v);
    else if (single !== null) values.add(single);
    else return null;
  }
  return { mode: 'list', values: [...values].sort((a, b) => a - b) };
};

const rangeOf = (name: CronFieldName, item: string): [number, number] | null => {
  const [first, last, ...rest] = item.split('-');
  if (first === undefined || last === undefined || rest.length) return null;
  const from = numberOf(name, first);
  const to = numberOf(name, last);
  return from === null || to === null || from > to ? null : [from, to];
};

const numberOf = (name: CronFieldName, text: string): number | null => {
  const { min, max, names } = CRON_RULES[name];
  const named = names?.[text.toUpperCase()];
  if (named !== undefined) return named;
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = name === 'dayOfWeek' && Number(text) === 0 ? 7 : Number(text);
  return value >= min && value <= max ? value : null;
};

const formatStep = ({ step, from, to }: Extract<CronFieldState, { mode: 'step' }>): string => {
  if (from === null) return `*/${step}`;
  return to === null ? `${from}/${step}` : `${from}-${to}/${step}`;
};

/** `1,2,3,7` → `1-3,7`: runs of three and more are written as a range. */
const formatList = (values: number[]): string => {
  const runs: number[][] = [];
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(','))).join(',');
};
