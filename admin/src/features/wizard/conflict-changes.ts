import type { JobDefinition, JobMeta, JobView } from '../../../../server/src/contract/job';
import type { TemplateView, Text } from '../../../../server/src/contract/template';
import type { Answer } from '../../api';
import { definitionOf } from './job-form';

export type LoadedJob = Answer<JobView, JobMeta>;

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
  template: TemplateView | undefined
): FieldChange[] => {
  const was = definitionOf(before.data);
  const is = definitionOf(after.data);
  const fields = Object.keys(is) as (keyof JobDefinition)[];
  return fields
    .filter((field) => !same(was[field], is[field]))
    .flatMap((field) => {
      if (field === 'parameters') return parameterChanges(was.parameters, is.parameters, template);
      return [
        {
          field,
          parameter: null,
          before: field === 'schedules' ? schedulesText(before) : valueText(was[field]),
          after: field === 'schedules' ? schedulesText(after) : valueText(is[field]),
        },
      ];
    });
};

const parameterChanges = (
  was: Record<string, unknown>,
  is: Record<string, unknown>,
  template: TemplateView | undefined
): FieldChange[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !same(was[name], is[name]))
    .map((name) => ({
      field: 'parameters',
      parameter: template?.parameters.find((definition) => definition.name === name)?.label ?? name,
      before: valueText(was[name]),
      after: valueText(is[name]),
    }));

/** The server's words for each schedule. */
const schedulesText = ({ data, meta }: LoadedJob): string =>
  data.schedules.map(({ key }) => meta.descriptions[key] ?? key).join('; ') || '–';

const valueText = (value: unknown): string => {
  if (value === undefined || value === null || value === '') return '–';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.join(', ') || '–';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
