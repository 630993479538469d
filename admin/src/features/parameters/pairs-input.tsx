import { TextInput } from '@strapi/design-system';

import { useTranslate } from '../../translate';
import { asText, type InputProps } from './input-props';
import { NamedRows } from './named-rows';

/** Names and values, a row for each: headers, variables. */
export const PairsInput = (props: InputProps) => <NamedRows {...props} ValueInput={ValueInput} />;

const ValueInput = ({ value, onChange }: InputProps) => {
  const t = useTranslate();
  return (
    <TextInput
      placeholder={t('parameters.pair.value-short')}
      value={asText(value)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
};
