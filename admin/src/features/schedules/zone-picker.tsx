import { useMemo, useState } from 'react';

import { FieldFrame } from '../../components/inputs/field-frame';
import { SearchSelect } from '../../components/inputs/search-select';
import type { FormError } from '../../form-errors';
import { viewerZone } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate, type Translate } from '../../translate';
import { useListSchedulerZoneOffsetsQuery } from './api';
import { formatLocal } from './format-local';
import { useZoneClock } from './use-zone-clock';
import { PLACES, zoneOptions, type ZoneOption } from './zone-options';

interface Props {
  /** IANA name; '' is the site's zone. */
  value: string;
  onChange: (timezone: string) => void;
  error?: FormError | undefined;
  /** What '' means where it is not the site's zone. */
  emptyText?: string;
}

/** A time zone by city, country or name, with the time there now. */
export const ZonePicker = ({ value, onChange, error, emptyText }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const [opened, setOpened] = useState(false);
  const zones = useZones(value, emptyText);
  const { data: offsets } = useListSchedulerZoneOffsetsQuery(PLACES, { skip: !opened });
  const clock = useZoneClock(value);
  const isPlace = value !== '' || emptyText === undefined;
  const hint =
    clock &&
    isPlace &&
    t('schedules.zone.now', { time: formatLocal(clock.local, locale), offset: clock.offset });
  return (
    <FieldFrame label={t('schedules.zone')} hint={hint || undefined} error={error} required>
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
const useZones = (value: string, emptyText: string | undefined): ZoneOption[] => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const site = useZoneClock('')?.zone;
  const places = useMemo(() => zoneOptions(locale), [locale]);
  return useMemo(() => {
    const textOf = (zone: string) => places.find(({ name }) => name === zone)?.text ?? zone;
    const first: ZoneOption[] = [
      {
        name: '',
        text: emptyText ?? siteText(site && textOf(site), t),
      },
      { name: viewerZone(), text: t('schedules.zone.yours', { zone: textOf(viewerZone()) }) },
      { name: 'UTC', text: 'UTC' },
      { name: value, text: textOf(value) },
    ];
    return firstOfEach([...first, ...places]);
  }, [places, site, t, value, emptyText]);
};

const siteText = (zone: string | undefined, t: Translate): string =>
  zone === undefined ? t('schedules.zone.site') : t('schedules.zone.site-is', { zone });

const firstOfEach = (zones: readonly ZoneOption[]): ZoneOption[] => {
  const seen = new Set<string>();
  return zones.filter(({ name }) => !seen.has(name) && seen.add(name));
};
