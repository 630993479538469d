import type { ParameterDefinition, Text } from '../../../../server/src/contract/template';
import { formatDuration } from '../../format-time';
import type { Translate } from '../../translate';
import type { FilterDraft } from '../parameters/filter-draft';
import { filterInWords } from '../parameters/filter-words';
import { wireValue } from '../parameters/parameter-values';

interface Words {
  t: Translate;
  /** Display names of content types by uid. */
  typeNames: Record<string, string>;
  textOf: (text: Text) => string;
  locale: string;
}

const LONGEST = 120;

/** A parameter's value as a short text for people; null where it is left out. */
export const valueInWords = (
  definition: ParameterDefinition,
  value: unknown,
  { t, textOf, typeNames, locale }: Words
): string | null => {
  const wire = wireValue(definition, value);
  if (wire === undefined || wire === null || wire === '') return null;
  if (typeof wire === 'boolean') return t(wire ? 'common.yes' : 'common.no');
  if (definition.type === 'duration' && typeof wire === 'number') {
    return formatDuration(wire, locale);
  }
  if (definition.type === 'filter') return shorten(filterInWords(value as FilterDraft, t));
  if (definition.type === 'content-type') return typeNames[plain(wire)] ?? plain(wire);
  // Values of headers may be secret; the names tell enough.
  if (definition.type === 'key-value') return shorten(Object.keys(wire).join(', '));
  if (definition.type === 'secret-map') {
    return shorten(
      Object.entries(wire)
        .map(([place, secret]) => `${place}: ${String(secret)}`)
        .join(', ')
    );
  }
  const options = definition.options ?? [];
  const label = (one: unknown): string => {
    const option = options.find((known) => known.value === one);
    return option ? textOf(option.label) : plain(one);
  };
  if (Array.isArray(wire)) return shorten(wire.map(label).join(', '));
  return shorten(label(wire));
};

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const shorten = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
