import { Fragment } from 'react';

import { Flex, Typography } from '@strapi/design-system';

import type { ParameterDefinition, TemplateView } from '../../../../server/src/contract/template';
import { Fold } from '../../components/inputs/fold';
import { firstError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { LiveCount } from './live-count';
import { ParameterField } from './parameter-field';
import { isVisible, type ParameterValues } from './parameter-values';

interface Props {
  template: TemplateView;
  values: ParameterValues;
  /** By path: `parameters.url`. */
  errors: FormErrors;
  /** Parameters that the signed-in user may see and not change. */
  isLocked?: (definition: ParameterDefinition) => boolean;
  onChange: (values: ParameterValues) => void;
}

/** The form that a template's parameter definitions make. */
export const ParameterForm = ({ template, values, errors, isLocked, onChange }: Props) => {
  const t = useTranslate();
  const { parameters: definitions } = template;
  const shown = definitions.filter((definition) => isVisible(definition, definitions, values));
  const advanced = shown.filter((definition) => definition.advanced === true);
  const errorOf = (name: string) => firstError(errors, `parameters.${name}`);
  const field = (definition: ParameterDefinition) => (
    <Fragment key={definition.name}>
      <ParameterField
        definition={definition}
        values={values}
        error={errorOf(definition.name)}
        isLocked={isLocked?.(definition) ?? false}
        onChange={(value) => onChange({ ...values, [definition.name]: value })}
      />
      {definition.type === 'filter' && template.hasPreview && (
        <LiveCount template={template} filter={definition} values={values} />
      )}
    </Fragment>
  );
  if (shown.length === 0) {
    return <Typography textColor="neutral600">{t('parameters.none')}</Typography>;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {shown.filter((definition) => definition.advanced !== true).map(field)}
      {advanced.length > 0 && (
        <Fold
          title={t('parameters.more')}
          open={advanced.some(({ name }) => errorOf(name) !== undefined)}
        >
          <Flex direction="column" alignItems="stretch" gap={5}>
            {advanced.map(field)}
          </Flex>
        </Fold>
      )}
    </Flex>
  );
};
