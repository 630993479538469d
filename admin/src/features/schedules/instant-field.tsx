import { useEffect, useState } from 'react';

import { Button, Flex } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';

import { DateInput, TimeInput } from '../../components/inputs/date-time-inputs';
import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';
import { useTranslate } from '../../translate';
import { usePreviewSchedulerSchedulesQuery } from './api';
import { instantRequest } from './use-zone-clock';

interface Props {
  label: string;
  hint: string;
  /** The zone that the local time is meant in; '' is the site's. */
  timezone: string;
  /** ISO 8601 UTC; null for none. */
  value: string | null;
  error: FormError | undefined;
  onChange: (value: string | null) => void;
}

const EMPTY = { date: '', time: '' };

/** An optional instant, written as local date and time; the server says which instant that is. */
export const InstantField = ({ label, hint, timezone, value, error, onChange }: Props) => {
  const t = useTranslate();
  const shown = useLocalTime(value, timezone);
  const [typed, setTyped] = useState<typeof EMPTY | null>(null);
  const { date, time } = typed ?? shown;
  const resolved = useInstant(typed, timezone);
  useEffect(() => {
    if (resolved !== undefined && resolved !== value) onChange(resolved);
    if (resolved !== undefined) setTyped(null);
  }, [resolved, value, onChange]);
  const type = (patch: Partial<typeof EMPTY>) => {
    const next = { date, time: time || '00:00', ...patch };
    setTyped(next);
    if (!next.date) onChange(null);
  };
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      <Flex gap={2} wrap="wrap">
        <DateInput
          aria-label={t('schedules.date-of', { label })}
          value={date}
          onChange={(next) => type({ date: next })}
        />
        <TimeInput
          aria-label={t('schedules.time-of', { label })}
          value={time}
          onChange={(next) => type({ time: next })}
        />
        {(value !== null || typed !== null) && (
          <Button
            variant="tertiary"
            onClick={() => {
              setTyped(null);
              onChange(null);
            }}
          >
            {t('schedules.clear')}
          </Button>
        )}
      </Flex>
    </FieldFrame>
  );
};

const useLocalTime = (value: string | null, timezone: string): typeof EMPTY => {
  const instant = value === null ? 0 : Date.parse(value);
  const { data } = usePreviewSchedulerSchedulesQuery(instantRequest(instant, timezone), {
    skip: value === null,
  });
  const local = value === null ? undefined : data?.occurrences[0]?.local;
  if (local === undefined) return EMPTY;
  return { date: local.slice(0, 10), time: local.slice(11, 16) };
};

/** Long before any date that a field takes: the preview's `from` is exclusive. */
const LONG_AGO = '1970-01-01T00:00:00.000Z';

const useInstant = (typed: typeof EMPTY | null, timezone: string): string | undefined => {
  const local = typed?.date && typed.time ? `${typed.date}T${typed.time}` : '';
  const at = useDebounce(local, 300);
  const settled = at !== '' && at === local;
  const { currentData } = usePreviewSchedulerSchedulesQuery(
    {
      schedules: [{ key: 'instant', kind: 'once', at, ...(timezone && { timezone }) }],
      from: LONG_AGO,
      count: 1,
    },
    { skip: !settled }
  );
  return settled ? currentData?.occurrences[0]?.at : undefined;
};
