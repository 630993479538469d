import type { ParameterDefinition, TemplateView } from '../../../../server/src/contract/template';
import { isVisible, wireValue, type ParameterValues } from '../parameters/parameter-values';

/** The template as the run dialog shows it: only what is asked for when a job is run by hand. */
export const askedTemplate = (template: TemplateView, values: ParameterValues): TemplateView => {
  const { parameters: all } = template;
  const asked = all.filter(({ askOnRun }) => askOnRun === true);
  return {
    ...template,
    parameters: asked.flatMap((definition) => reachable(definition, { asked, all, values })),
  };
};

type Surroundings = {
  asked: ParameterDefinition[];
  all: ParameterDefinition[];
  values: ParameterValues;
};

/** A condition on a parameter that is not asked for is settled by the job's own value. */
const reachable = (
  definition: ParameterDefinition,
  { asked, all, values }: Surroundings
): ParameterDefinition[] => {
  const { visibleWhen, ...rest } = definition;
  if (visibleWhen === undefined) return [definition];
  if (asked.some(({ name }) => name === visibleWhen.parameter)) return [definition];
  return isVisible(definition, all, values) ? [rest] : [];
};

/** The asked parameters that differ from the job's: only these are sent with the run. */
export const replacedParameters = (
  asked: readonly ParameterDefinition[],
  values: ParameterValues,
  present: Record<string, unknown>
): Record<string, unknown> =>
  Object.fromEntries(
    asked
      .filter((definition) => isVisible(definition, asked, values))
      .map(
        (definition) => [definition.name, wireValue(definition, values[definition.name])] as const
      )
      .filter(
        ([name, value]) =>
          value !== undefined && JSON.stringify(value) !== JSON.stringify(present[name])
      )
  );
