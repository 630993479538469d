import { useMemo, useState } from 'react';

import { Combobox, ComboboxOption, Flex, Typography } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';
import { viewerZone } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { useListSchedulerZoneOffsetsQuery } from './api';
import { formatLocal } from './format-local';
import { useZoneClock } from './use-zone-clock';
import { PLACES, zoneOptions, type ZoneOption } from './zone-options';

/** A combobox option may not have an empty value. */
const SITE = 'site';

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
  const options = useOptions(value);
  const { data: offsets } = useListSchedulerZoneOffsetsQuery(PLACES, { skip: !opened });
  const clock = useZoneClock(value);
  const hint =
    clock &&
    t('schedules.zone.now', { time: formatLocal(clock.local, locale), offset: clock.offset });
  return (
    <FieldFrame label={t('schedules.zone')} hint={hint} error={error} required>
      <Combobox
        value={value || SITE}
        autocomplete={{ type: 'list', filter: 'contains' }}
        onOpenChange={(open) => open && setOpened(true)}
        onChange={(next) => next && onChange(next === SITE ? '' : next)}
      >
        {options.map(({ name, text }) => (
          <ComboboxOption key={name} value={name || SITE} textValue={text}>
            <ZoneLine text={text} offset={offsets?.[name]} />
          </ComboboxOption>
        ))}
      </Combobox>
    </FieldFrame>
  );
};

const ZoneLine = ({ text, offset }: { text: string; offset: string | undefined }) => (
  <Flex tag="span" justifyContent="space-between" gap={4}>
    <Typography>{text}</Typography>
    {offset !== undefined && <Typography textColor="neutral600">{`UTC${offset}`}</Typography>}
  </Flex>
);

/** The site's zone, the viewer's and UTC first; a stored zone is there even if we do not list it. */
const useOptions = (value: string): ZoneOption[] => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const site = useZoneClock('')?.zone;
  const places = useMemo(() => zoneOptions(locale), [locale]);
  return useMemo(() => {
    const siteText =
      site === undefined ? t('schedules.zone.site') : t('schedules.zone.site-is', { zone: site });
    const found = places.find(({ name }) => name === viewerZone()) ?? {
      name: viewerZone(),
      text: viewerZone(),
    };
    const first = [
      { name: '', text: siteText },
      { name: found.name, text: t('schedules.zone.yours', { zone: found.text }) },
      { name: 'UTC', text: 'UTC' },
    ].filter(({ name }, index, list) => list.findIndex((one) => one.name === name) === index);
    const taken = new Set(first.map(({ name }) => name));
    const rest = places.filter(({ name }) => !taken.has(name));
    const known = taken.has(value) || rest.some(({ name }) => name === value);
    return [...first, ...(known ? [] : [{ name: value, text: value }]), ...rest];
  }, [places, site, t, value]);
};
