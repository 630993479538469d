import type { Text, TemplateView } from '../../../../server/src/contract/template';
import type { ParameterValues } from '../parameters/parameter-values';

/** A name to start from: the template's and what it works on, `HTTP request – example.com`. */
export const suggestName = (
  template: TemplateView,
  values: ParameterValues,
  textOf: (text: Text) => string
): string => {
  const subject = template.parameters
    .filter(({ required }) => required === true)
    .map(({ name, type }) => subjectOf(type, values[name]))
    .find((found) => found !== null);
  const label = textOf(template.label);
  return subject === undefined || subject === null ? label : `${label} – ${subject}`;
};

const subjectOf = (type: string, value: unknown): string | null => {
  if (typeof value !== 'string' || value === '') return null;
  if (type === 'url') return URL.canParse(value) ? new URL(value).host : null;
  return type === 'content-type' ? (value.split('.').at(-1) ?? null) : null;
};
