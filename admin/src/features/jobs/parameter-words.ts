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
    if (definition !== undefined && typeof value === 'object') {
      const listed = listWords(definition, value);
      if (listed !== null) return listed === '' ? '–' : listed;
    }
    const chosen = definition?.options?.find((option) => option.value === value);
    if (chosen !== undefined) return text(chosen.label);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
};

/** Lists and pairs in a line; null for what is neither. */
const listWords = ({ type }: ParameterDefinition, value: object): string | null => {
  if (type === 'key-value' || type === 'secret-map') {
    return Object.entries(value)
      .map(([name, text]) => `${name}: ${String(text)}`)
      .join(', ');
  }
  if (!Array.isArray(value)) return null;
  if (type === 'text-list') return value.join(' ');
  return type === 'number-list' ? value.join(', ') : null;
};
