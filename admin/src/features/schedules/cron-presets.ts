import type { MessageId } from '../../translate';

/** Starting points of the cron builder. */
export const CRON_PRESETS = [
  { label: 'schedules.preset.every-5-minutes', expression: '*/5 * * * *' },
  { label: 'schedules.preset.every-15-minutes', expression: '*/15 * * * *' },
  { label: 'schedules.preset.hourly', expression: '0 * * * *' },
  { label: 'schedules.preset.daily', expression: '0 9 * * *' },
  { label: 'schedules.preset.weekdays', expression: '0 9 * * 1-5' },
  { label: 'schedules.preset.weekly', expression: '0 9 * * 1' },
  { label: 'schedules.preset.monthly', expression: '0 9 1 * *' },
  { label: 'schedules.preset.month-end', expression: '0 18 L * *' },
  { label: 'schedules.preset.first-monday', expression: '0 9 * * 1#1' },
] as const satisfies readonly { label: MessageId; expression: string }[];
