import { Typography, type TypographyProps } from '@strapi/design-system';

import { formatDuration } from '../format-time';
import { useIntlLocale } from '../language';

type Props = { ms: number | null } & Omit<TypographyProps, 'children'>;

/** Milliseconds as words; a dash for none. */
export const Duration = ({ ms, ...style }: Props) => {
  const locale = useIntlLocale();
  return <Typography {...style}>{ms === null ? '–' : formatDuration(ms, locale)}</Typography>;
};
