import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { OVERFLOWS } from '../../../../server/src/contract/schedule';
import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import type { DraftFieldsProps } from './draft-fields';

/** What a month without the chosen day does. */
export const OverflowField = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <FieldFrame label={t('schedules.overflow')} error={errors['overflow']} flex="1 1 24rem">
      <SingleSelect
        value={draft.overflow}
        onChange={(next) =>
          onChange({ overflow: OVERFLOWS.find((known) => known === next) ?? 'last' })
        }
      >
        {OVERFLOWS.map((overflow) => (
          <SingleSelectOption key={overflow} value={overflow}>
            {t(`schedules.overflow.${overflow}`)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </FieldFrame>
  );
};
