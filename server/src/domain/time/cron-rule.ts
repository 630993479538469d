import type { Checked } from '../checked';
import { sound } from '../checked';
import { cronDays } from './cron-days';
import type { CronExpression } from './cron-expression';
import { parseCron } from './cron-expression';
import { timesOfDay } from './times-of-day';
import type { WallRule } from './wall-rule';

export interface CronRule extends WallRule {
  expression: CronExpression;
}

const MAX_REMEMBERED = 2000;
const remembered = new Map<string, Checked<CronRule>>();

/** Parses and compiles an expression; the latest sound ones are remembered. Errors have an empty path. */
export const cronRule = (text: unknown): Checked<CronRule> => {
  const known = typeof text === 'string' ? remembered.get(text) : undefined;
  if (known !== undefined) return known;
  const parsed = parseCron(text);
  if (!parsed.ok) return parsed;
  const rule = sound(compile(parsed.value));
  if (typeof text === 'string') remember(text, rule);
  return rule;
};

const compile = (expression: CronExpression): CronRule => {
  const { hour, minute, second } = expression.fields;
  return {
    expression,
    nextDay: cronDays(expression),
    times: timesOfDay(hour.values, minute.values, second.values),
    clock: expression.clock,
  };
};

const remember = (text: string, rule: Checked<CronRule>): void => {
  if (remembered.size >= MAX_REMEMBERED) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  remembered.set(text, rule);
};
