import { Tooltip, Typography, type TypographyProps } from '@strapi/design-system';

import { formatMoment, viewerZone } from '../format-time';
import { useIntlLocale } from '../language';

type Props = { at: string | null } & Omit<TypographyProps, 'children'>;

/** An instant in the viewer's zone, with the zone and UTC in the tooltip; a dash for none. */
export const Moment = ({ at, ...style }: Props) => {
  const locale = useIntlLocale();
  if (at === null) return <Typography {...style}>–</Typography>;
  return (
    <Tooltip label={`${viewerZone()} · ${at}`}>
      <Typography {...style} tag="time" dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {formatMoment(at, locale)}
      </Typography>
    </Tooltip>
  );
};
