import type { ParameterDefinition } from '../../../../server/src/contract/template';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useText, useTranslate } from '../../translate';

/** A stored parameter as people read it: durations, choices and switches in words, anything else as it is. */
export const useParameterWords = () => {
  const t = useTranslate();
  const text = useText();
  const locale = useIntlLocale();
  return (definition: ParameterDefinition | undefined, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
    if (definition?.type === 'duration' && typeof value === 'number') {
      return formatDuration(value, locale);
    }
    const chosen = definition?.options?.find((option) => option.value === value);
    if (chosen !== undefined) return text(chosen.label);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
};
