import { formatDuration } from '../format-time';
import { useIntlLocale } from '../language';

/** Milliseconds as words; a dash for none. */
export const Duration = ({ ms }: { ms: number | null }) => {
  const locale = useIntlLocale();
  return <>{ms === null ? '–' : formatDuration(ms, locale)}</>;
};
