import type { ParameterDefinition, Text } from '../../../../server/src/contract/template';
import { formatDuration } from '../../format-time';
import type { Translate } from '../../translate';
import { wireValue } from '../parameters/parameter-values';

interface Words {
  t: Translate;
  textOf: (text: Text) => string;
  locale: string;
}

const LONGEST = 120;

/** A parameter's value as a short text for people; null where it is left out. */
export const valueInWords = (
  definition: ParameterDefinition,
  value: unknown,
  { t, textOf, locale }: Words
): string | null => {
  const wire = wireValue(definition, value);
  if (wire === undefined || wire === null || wire === '') return null;
  if (typeof wire === 'boolean') return t(wire ? 'common.yes' : 'common.no');
  if (definition.type === 'duration' && typeof wire === 'number') {
    return formatDuration(wire, locale);
  }
  const options = definition.options ?? [];
  const label = (one: unknown): string => {
    const option = options.find((known) => known.value === one);
    return option ? textOf(option.label) : String(one);
  };
  if (Array.isArray(wire)) return shorten(wire.map(label).join(', '));
  return shorten(typeof wire === 'object' ? JSON.stringify(wire) : label(wire));
};

const shorten = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
