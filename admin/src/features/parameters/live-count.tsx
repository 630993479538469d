import { Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';

import type { TemplateView } from '../../../../server/src/contract/template';
import { useErrorText } from '../../components/error-state';
import { useTranslate } from '../../translate';
import { wireParameters, type ParameterValues } from './parameter-values';
import { usePreviewSchedulerTemplateQuery } from './template-preview-api';
import { validateParameters } from './validate-parameters';

const TYPING_PAUSE_MS = 700;

/** How many entries the filter matches now, while it is being written. */
export const LiveCount = ({
  template,
  values,
}: {
  template: TemplateView;
  values: ParameterValues;
}) => {
  const t = useTranslate();
  const describe = useErrorText();
  const settled = useDebounce(values, TYPING_PAUSE_MS);
  const incomplete = Object.keys(validateParameters(template.parameters, settled)).length > 0;
  const { currentData, error, isFetching } = usePreviewSchedulerTemplateQuery(
    { template: template.uid, parameters: wireParameters(template.parameters, settled) },
    { skip: incomplete }
  );
  const count = incomplete ? undefined : currentData?.count;
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
