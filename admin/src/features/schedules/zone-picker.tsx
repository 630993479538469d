import { useMemo, useState } from 'react';

import { FieldFrame } from '../../components/inputs/field-frame';
import { SearchSelect } from '../../components/inputs/search-select';
import type { FormError } from '../../form-errors';
import { viewerZone } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { useListSchedulerZoneOffsetsQuery } from './api';
import { formatLocal } from './format-local';
import { useZoneClock } from './use-zone-clock';
import { PLACES, zoneOptions, type ZoneOption } from './zone-options';

interface Props {
  /** IANA name; '' is the site's zone. */
  value: string;
  onChange: (timezone: string) => void;
  error?: FormError | undefined;
}

/** A time zone by city, country or name, with the time there now. */
export const ZonePicker = ({ value, onChange, error }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const [opened, setOpened] = useState(false);
  const zones = useZones(value);
  const { data: offsets } = useListSchedulerZoneOffsetsQuery(PLACES, { skip: !opened });
  const clock = useZoneClock(value);
  const hint =
    clock &&
    t('schedules.zone.now', { time: formatLocal(clock.local, locale), offset: clock.offset });
  return (
    <FieldFrame label={t('schedules.zone')} hint={hint} error={error} required>
      <SearchSelect
        options={zones.map(({ name, text }) => ({
          value: name,
          text,
          detail: offsets?.[name] && `UTC${offsets[name]}`,
        }))}
        value={value}
        noneText={t('schedules.zone.none')}
        onOpen={() => setOpened(true)}
        onChange={onChange}
      />
    </FieldFrame>
  );
};

/** The site's zone, the viewer's and UTC first; a stored zone is there even if we do not list it. */
const useZones = (value: string): ZoneOption[] => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const site = useZoneClock('')?.zone;
  const places = useMemo(() => zoneOptions(locale), [locale]);
  return useMemo(() => {
    const textOf = (zone: string) => places.find(({ name }) => name === zone)?.text ?? zone;
    const first: ZoneOption[] = [
      {
        name: '',
        text:
          site === undefined
            ? t('schedules.zone.site')
            : t('schedules.zone.site-is', { zone: textOf(site) }),
      },
      { name: viewerZone(), text: t('schedules.zone.yours', { zone: textOf(viewerZone()) }) },
      { name: 'UTC', text: 'UTC' },
      { name: value, text: textOf(value) },
    ];
    return firstOfEach([...first, ...places]);
  }, [places, site, t, value]);
};

const firstOfEach = (zones: readonly ZoneOption[]): ZoneOption[] => {
  const seen = new Set<string>();
  return zones.filter(({ name }) => !seen.has(name) && seen.add(name));
};
