import type { ParameterDefinition } from '../../../../server/src/contract/template';
import { useIntlLocale } from '../../language';
import { useText, useTranslate } from '../../translate';
import { useContentTypes } from '../parameters/use-content-types';
import { valueInWords } from './value-in-words';

/** Says parameters in the admin's language. */
export const useValueInWords = (): ((
  definition: ParameterDefinition,
  value: unknown
) => string | null) => {
  const t = useTranslate();
  const textOf = useText();
  const locale = useIntlLocale();
  const { types } = useContentTypes();
  const typeNames = Object.fromEntries(
    (types ?? []).map(({ uid, info }) => [uid, info.displayName])
  );
  return (definition, value) => valueInWords(definition, value, { t, textOf, typeNames, locale });
};
