import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { JobDefinition, JobMeta, JobView } from '../../../../server/src/contract/job';
import type {
  ParameterDefinition,
  TemplateView,
  Text,
} from '../../../../server/src/contract/template';
import type { Answer } from '../../api';
import { definitionOf } from './job-form';

export type LoadedJob = Answer<JobView, JobMeta>;

/** How parameters are said to people. */
export interface ParameterReading {
  template: TemplateView | undefined;
  /** Words for a value of the wire; null for none. */
  parameterWords: (definition: ParameterDefinition, value: unknown) => string | null;
}

/** One difference between the job as it was opened and as it is now. */
export interface FieldChange {
  /** Name of the definition's field, or of a parameter. */
  field: keyof JobDefinition;
  parameter: Text | null;
  before: string;
  after: string;
}

/** What somebody else changed since the job was opened. */
export const changesBetween = (
  before: LoadedJob,
  after: LoadedJob,
  { template, parameterWords }: ParameterReading
): FieldChange[] => {
  const was = definitionOf(before.data);
  const is = definitionOf(after.data);
  const fields = Object.keys(is) as (keyof JobDefinition)[];
  return fields
    .filter((field) => !same(was[field], is[field]))
    .flatMap((field) => {
      if (field === 'parameters')
        return parameterChanges(was.parameters, is.parameters, { template, parameterWords });
      return [
        {
          field,
          parameter: null,
          before: fieldText(field, before),
          after: fieldText(field, after),
        },
      ];
    });
};

const parameterChanges = (
  was: Record<string, unknown>,
  is: Record<string, unknown>,
  { template, parameterWords }: ParameterReading
): FieldChange[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !same(was[name], is[name]))
    .map((name) => {
      const definition = template?.parameters.find((one) => one.name === name);
      const words = (value: unknown): string =>
        definition ? (parameterWords(definition, value) ?? '–') : valueText(value);
      return {
        field: 'parameters',
        parameter: definition?.label ?? name,
        before: words(was[name]),
        after: words(is[name]),
      };
    });

const fieldText = (field: keyof JobDefinition, job: LoadedJob): string => {
  if (field === 'schedules') return schedulesText(job);
  const value = definitionOf(job.data)[field];
  return field === 'calendars' ? valueText(named(job)) : valueText(value);
};

/** The calendars by their names. */
const named = ({ data: { calendars }, meta }: LoadedJob): CalendarChoice => {
  const nameOf = (id: string) => meta.calendars[id] ?? id;
  return { exclude: calendars.exclude.map(nameOf), only: calendars.only.map(nameOf) };
};

/** The server's words for each schedule. */
const schedulesText = ({ data, meta }: LoadedJob): string =>
  data.schedules.map(({ key }) => meta.descriptions[key] ?? key).join('; ') || '–';

const valueText = (value: unknown): string => {
  if (value === undefined || value === null || value === '') return '–';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.join(', ') || '–';
  }
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${valueText(inner)}`)
    .join(', ');
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
