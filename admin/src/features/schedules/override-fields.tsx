import { Box, Flex, IconButton, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import type { ParameterDefinition, TemplateView } from '../../../../server/src/contract/template';
import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError } from '../../form-errors';
import { useText, useTranslate } from '../../translate';
import { ParameterField } from '../parameters/parameter-field';
import type { ParameterValues } from '../parameters/parameter-values';
import type { DraftFieldsProps } from './draft-fields';
import { freeParameters } from './parameter-overrides';

/** What the job itself is given, of which a schedule may say some differently. */
export interface JobParameters {
  template: TemplateView | undefined;
  parameters: ParameterValues;
  /** Parameters that the signed-in user may not change. */
  isLocked?: (definition: ParameterDefinition) => boolean;
}

/** Parameters that are others when this schedule starts the job. */
export const OverrideFields = ({
  draft,
  errors,
  onChange,
  template,
  parameters: job,
  isLocked,
}: DraftFieldsProps & JobParameters) => {
  const t = useTranslate();
  const textOf = useText();
  const definitions = template?.parameters ?? [];
  const { parameters } = draft;
  const free = freeParameters(definitions, job, parameters).filter((one) => !isLocked?.(one));
  const set = (name: string, value: unknown) =>
    onChange({ parameters: { ...parameters, [name]: value } });
  const remove = (name: string) => {
    const { [name]: _gone, ...rest } = parameters;
    onChange({ parameters: rest });
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {free.length > 0 && (
        <FieldFrame label={t('schedules.overrides')} hint={t('schedules.overrides.hint')}>
          <SingleSelect
            value=""
            placeholder={t('schedules.overrides.add')}
            onChange={(name) => set(String(name), job[String(name)])}
          >
            {free.map(({ name, label }) => (
              <SingleSelectOption key={name} value={name}>
                {textOf(label)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </FieldFrame>
      )}
      {Object.keys(parameters).map((name) => {
        const definition = definitions.find((one) => one.name === name);
        const label = definition ? textOf(definition.label) : name;
        return (
          <Flex key={name} gap={2} alignItems="flex-start">
            <Box flex="1" minWidth={0}>
              {definition ? (
                <ParameterField
                  definition={definition}
                  values={{ ...job, ...parameters }}
                  error={firstError(errors, `parameters.${name}`)}
                  isLocked={isLocked?.(definition) ?? false}
                  onChange={(value) => set(name, value)}
                />
              ) : (
                <FieldFrame label={label} error={firstError(errors, `parameters.${name}`)}>
                  {JSON.stringify(parameters[name])}
                </FieldFrame>
              )}
            </Box>
            {!(definition && isLocked?.(definition)) && (
              <IconButton
                variant="ghost"
                label={t('schedules.overrides.remove', { name: label })}
                onClick={() => remove(name)}
              >
                <Trash />
              </IconButton>
            )}
          </Flex>
        );
      })}
    </Flex>
  );
};
