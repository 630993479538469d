import { useState } from 'react';

import { TextInput, Toggle } from '@strapi/design-system';

import type { RetryConditions } from '../../../../server/src/contract/job';
import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError, type FormError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';

interface Props {
  when: RetryConditions | null;
  errors: FormErrors;
  onChange: (when: RetryConditions | null) => void;
}

const ANY_TIMEOUT: RetryConditions = {
  exitCodes: [],
  httpStatuses: [],
  errorCodes: [],
  timeout: true,
};

/** Which failures are worth another attempt; off means any. */
export const RetryConditionsFields = ({ when, errors, onChange }: Props) => {
  const t = useTranslate();
  return (
    <>
      <FieldFrame
        label={t('wizard.when')}
        hint={t('wizard.when.hint')}
        error={errors['retry.when']}
      >
        <Toggle
          checked={when !== null}
          onLabel={t('common.yes')}
          offLabel={t('common.no')}
          onChange={(event) => onChange(event.target.checked ? ANY_TIMEOUT : null)}
        />
      </FieldFrame>
      {when !== null && (
        <>
          <FieldFrame label={t('wizard.when.timeout')}>
            <Toggle
              checked={when.timeout}
              onLabel={t('common.yes')}
              offLabel={t('common.no')}
              onChange={(event) => onChange({ ...when, timeout: event.target.checked })}
            />
          </FieldFrame>
          <ListField
            label={t('wizard.when.http-statuses')}
            hint={t('wizard.when.http-statuses.hint')}
            error={firstError(errors, 'retry.when.httpStatuses')}
            items={when.httpStatuses}
            onChange={(items) => onChange({ ...when, httpStatuses: numbers(items) })}
          />
          <ListField
            label={t('wizard.when.error-codes')}
            hint={t('wizard.when.error-codes.hint')}
            error={firstError(errors, 'retry.when.errorCodes')}
            items={when.errorCodes}
            onChange={(errorCodes) => onChange({ ...when, errorCodes })}
          />
          <ListField
            label={t('wizard.when.exit-codes')}
            hint={t('wizard.when.exit-codes.hint')}
            error={firstError(errors, 'retry.when.exitCodes')}
            items={when.exitCodes}
            onChange={(items) => onChange({ ...when, exitCodes: numbers(items) })}
          />
        </>
      )}
    </>
  );
};

/** What is no number stays, as NaN: it is told to be wrong and not dropped in silence. */
const numbers = (items: string[]): number[] => items.map(Number);

interface ListFieldProps {
  label: string;
  hint: string;
  error: FormError | undefined;
  items: readonly (string | number)[];
  onChange: (items: string[]) => void;
}

const ListField = ({ label, hint, error, items, onChange }: ListFieldProps) => {
  const [text, setText] = useState(() => items.join(', '));
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      <TextInput
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(
            event.target.value
              .split(',')
              .map((item) => item.trim())
              .filter((item) => item !== '')
          );
        }}
      />
    </FieldFrame>
  );
};
