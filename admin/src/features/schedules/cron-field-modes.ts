import { CRON_RULES, type CronFieldName, type CronFieldState, type CronMode } from './cron-model';

/** The choices that a field's editor offers, in their order. */
export const modesOf = (name: CronFieldName): CronMode[] => {
  if (name === 'dayOfMonth') {
    return [
      'every',
      'list',
      'step',
      'range',
      'last-day',
      'last-weekday',
      'nearest-weekday',
      'custom',
    ];
  }
  if (name === 'dayOfWeek') return ['every', 'list', 'nth-weekday', 'custom'];
  return ['every', 'list', 'step', 'range', 'custom'];
};

/** What a freshly chosen mode holds. `text` is what the field held, for free typing. */
export const stateOfMode = (name: CronFieldName, mode: CronMode, text: string): CronFieldState => {
  const { min, max } = CRON_RULES[name];
  switch (mode) {
    case 'step':
      return { mode, step: name === 'minute' || name === 'second' ? 15 : 2, from: null, to: null };
    case 'range':
      return { mode, from: min, to: max };
    case 'list':
      return { mode, values: [name === 'hour' ? 9 : min] };
    case 'nearest-weekday':
      return { mode, day: 15 };
    case 'nth-weekday':
      return { mode, weekday: 1, nth: 1 };
    case 'custom':
      return { mode, text };
    default:
      return { mode };
  }
};
