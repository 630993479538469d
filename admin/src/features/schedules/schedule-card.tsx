import { Box, Flex, IconButton, Tabs, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import { SCHEDULE_KINDS } from '../../../../server/src/contract/schedule';
import { WrappingTabs } from '../../components/wrapping-tabs';
import { useErrorMessage } from '../../form-errors';
import { useTranslate } from '../../translate';
import { CronBuilder } from './cron-builder';
import type { DraftFieldsProps } from './draft-fields';
import { IntervalFields } from './interval-fields';
import type { JobParameters } from './override-fields';
import {
  DailyFields,
  HourlyFields,
  MonthlyFields,
  OnceFields,
  WeeklyFields,
  YearlyFields,
} from './kind-fields';
import { ScheduleOptions } from './schedule-options';
import { ZonePicker } from './zone-picker';

interface Props extends DraftFieldsProps {
  title: string;
  /** The schedule in words, from the server. */
  description: string | undefined;
  jobParameters: JobParameters;
  onRemove: (() => void) | undefined;
}

/** One schedule: its kind, the fields of that kind, its zone, and rarer options folded away. */
export const ScheduleCard = ({ title, description, jobParameters, onRemove, ...props }: Props) => {
  const t = useTranslate();
  const describe = useErrorMessage();
  const { draft, errors, onChange } = props;
  const whole = describe(errors[''] ?? errors['kind']);
  return (
    <Box
      tag="section"
      aria-label={title}
      padding={{ initial: 4, medium: 6 }}
      hasRadius
      borderColor="neutral200"
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} paddingBottom={4}>
        <Box>
          <Typography variant="delta" tag="h3">
            {title}
          </Typography>
          <Typography textColor="neutral600" aria-live="polite" tag="p">
            {description ?? ' '}
          </Typography>
        </Box>
        {onRemove && (
          <IconButton label={t('schedules.remove', { title })} variant="ghost" onClick={onRemove}>
            <Trash />
          </IconButton>
        )}
      </Flex>
      <KindTabs {...props} />
      <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
        {whole !== undefined && (
          <Typography textColor="danger600" role="alert">
            {whole}
          </Typography>
        )}
        <ZonePicker
          value={draft.timezone}
          error={errors['timezone']}
          onChange={(timezone) => onChange({ timezone })}
        />
        <ScheduleOptions {...props} jobParameters={jobParameters} />
      </Flex>
    </Box>
  );
};

const KindTabs = (props: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <Tabs.Root
      variant="simple"
      value={props.draft.kind}
      onValueChange={(next) =>
        props.onChange({ kind: SCHEDULE_KINDS.find((kind) => kind === next) ?? 'daily' })
      }
    >
      <WrappingTabs aria-label={t('schedules.kind')}>
        {SCHEDULE_KINDS.map((kind) => (
          <Tabs.Trigger key={kind} value={kind}>
            {t(`schedules.kind.${kind}`)}
          </Tabs.Trigger>
        ))}
      </WrappingTabs>
      <Tabs.Content value={props.draft.kind} tabIndex={-1}>
        <Box paddingTop={4}>
          <KindFields {...props} />
        </Box>
      </Tabs.Content>
    </Tabs.Root>
  );
};

const KindFields = (props: DraftFieldsProps) => {
  const t = useTranslate();
  switch (props.draft.kind) {
    case 'interval':
      return <IntervalFields {...props} />;
    case 'hourly':
      return <HourlyFields {...props} />;
    case 'daily':
      return <DailyFields {...props} />;
    case 'weekly':
      return <WeeklyFields {...props} />;
    case 'monthly':
      return <MonthlyFields {...props} />;
    case 'yearly':
      return <YearlyFields {...props} />;
    case 'once':
      return <OnceFields {...props} />;
    case 'cron':
      return (
        <CronBuilder
          label={t('schedules.cron.expression')}
          required
          expression={props.draft.expression}
          error={props.errors['expression']}
          onChange={(expression) => props.onChange({ expression })}
        />
      );
  }
};
