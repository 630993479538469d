import { Tooltip, Typography, type TypographyProps } from '@strapi/design-system';

import { formatMoment, formatRelative, viewerZone } from '../format-time';
import { useIntlLocale } from '../language';
import { useNowAs } from '../now';

type Props = { at: string | null } & Omit<TypographyProps, 'children'>;

/** `in 3 hours`, moving on by itself; the exact time on hover and on focus. */
export const RelativeTime = ({ at, ...style }: Props) => {
  const locale = useIntlLocale();
  const text = useNowAs(1_000, (now) =>
    at === null ? '–' : formatRelative(Date.parse(at), now, locale)
  );
  if (at === null) return <Typography {...style}>{text}</Typography>;
  return (
    <Tooltip label={`${formatMoment(at, locale)} (${viewerZone()})`}>
      <Typography {...style} tag="time" dateTime={at} tabIndex={0} style={{ whiteSpace: 'nowrap' }}>
        {text}
      </Typography>
    </Tooltip>
  );
};
