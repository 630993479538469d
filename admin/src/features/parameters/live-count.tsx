import { Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';

import type { ParameterDefinition, TemplateView } from '../../../../server/src/contract/template';
import { useTranslate } from '../../translate';
import { wireParameters, wireValue, type ParameterValues } from './parameter-values';
import { usePreviewSchedulerTemplateQuery } from './template-preview-api';
import { useRefusalText } from './use-refusal-text';
import { validateParameters } from './validate-parameters';

const TYPING_PAUSE_MS = 700;

/** How many entries the filter matches now, while it is being written. */
export const LiveCount = ({
  template,
  filter,
  values,
}: {
  template: TemplateView;
  /** The filter's definition. */
  filter: ParameterDefinition;
  values: ParameterValues;
}) => {
  const t = useTranslate();
  const describe = useRefusalText();
  const settled = useDebounce(values, TYPING_PAUSE_MS);
  const isEmpty = wireValue(filter, settled[filter.name]) === undefined;
  const incomplete = Object.keys(validateParameters(template.parameters, settled)).length > 0;
  const { currentData, error, isFetching } = usePreviewSchedulerTemplateQuery(
    { template: template.uid, parameters: wireParameters(template.parameters, settled) },
    { skip: incomplete || isEmpty }
  );
  const count = incomplete ? undefined : currentData?.count;
  if (isEmpty) return null;
  if (error !== undefined && !incomplete) {
    return (
      <Typography role="status" textColor="neutral700">
        {describe(error)}
      </Typography>
    );
  }
  return (
    <Typography role="status" textColor="neutral700" fontWeight="semiBold">
      {count === undefined
        ? t(isFetching ? 'parameters.counting' : 'parameters.count-later')
        : t('parameters.count', { count })}
    </Typography>
  );
};
