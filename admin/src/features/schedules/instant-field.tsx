import { useRef, useState } from 'react';

import { Button, Flex } from '@strapi/design-system';

import { DateInput, TimeInput } from '../../components/inputs/date-time-inputs';
import { FieldFrame } from '../../components/inputs/field-frame';
import { InnerField } from '../../components/inputs/inner-field';
import type { FormError } from '../../form-errors';
import { useTranslate } from '../../translate';
import { useLazyPreviewSchedulerSchedulesQuery, usePreviewSchedulerSchedulesQuery } from './api';
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

/** An optional instant, written as local date and time; the server says which instant that is. */
export const InstantField = ({ label, hint, error, ...field }: Props) => {
  const t = useTranslate();
  const { date, time, isRefused, type, clear } = useLocalInstant(field);
  return (
    <FieldFrame
      label={label}
      hint={hint}
      error={isRefused ? { id: 'schedules.error.instant' } : error}
    >
      <Flex role="group" aria-label={label} gap={2} wrap="wrap">
        <InnerField label={t('schedules.date-of', { label })}>
          <DateInput value={date} onChange={(next) => type({ date: next })} />
        </InnerField>
        <InnerField label={t('schedules.time-of', { label })}>
          <TimeInput value={time} onChange={(next) => type({ time: next })} />
        </InnerField>
        {date !== '' && (
          <Button variant="tertiary" onClick={clear}>
            {t('schedules.clear')}
          </Button>
        )}
      </Flex>
    </FieldFrame>
  );
};

interface Local {
  /** `YYYY-MM-DD`, `HH:mm`; empty where there is none. */
  date: string;
  time: string;
}
const EMPTY: Local = { date: '', time: '' };

/** What is typed is meant in the zone of that moment: in another zone the instant is shown anew. */
const useLocalInstant = ({
  timezone,
  value,
  onChange,
}: Pick<Props, 'timezone' | 'value' | 'onChange'>) => {
  const stored = useLocalTime(value, timezone);
  const instantOf = useInstantOf(timezone);
  const [typed, setTyped] = useState<(Local & { timezone: string }) | null>(null);
  const [isRefused, setRefused] = useState(false);
  const turn = useRef(0);
  const shown: Local = typed?.timezone === timezone ? typed : stored;

  const set = async (next: Local | null) => {
    turn.current += 1;
    const mine = turn.current;
    setTyped(next && { ...next, timezone });
    setRefused(false);
    if (!next?.date) return onChange(null);
    const instant = await instantOf(next);
    if (mine !== turn.current) return;
    setRefused(instant === null);
    onChange(instant);
  };
  return {
    date: shown.date,
    time: shown.time,
    isRefused,
    type: (patch: Partial<Local>) =>
      set({ date: shown.date, time: shown.time || '00:00', ...patch }),
    clear: () => set(null),
  };
};

const useLocalTime = (value: string | null, timezone: string): Local => {
  const instant = value === null ? 0 : Date.parse(value);
  const { data } = usePreviewSchedulerSchedulesQuery(instantRequest(instant, timezone), {
    skip: value === null,
  });
  const local = value === null ? undefined : data?.occurrences[0]?.local;
  return local === undefined ? EMPTY : { date: local.slice(0, 10), time: local.slice(11, 16) };
};

/** Long before any date that a field takes: the preview's `from` is exclusive. */
const LONG_AGO = '1970-01-01T00:00:00.000Z';

const useInstantOf = (timezone: string): ((local: Local) => Promise<string | null>) => {
  const [ask] = useLazyPreviewSchedulerSchedulesQuery();
  return async ({ date, time }) => {
    const at = `${date}T${time}`;
    const once = { key: 'instant', kind: 'once' as const, at, ...(timezone && { timezone }) };
    const { data } = await ask({ schedules: [once], from: LONG_AGO, count: 1 });
    return data?.occurrences[0]?.at ?? null;
  };
};
