import { useState } from 'react';

import { Checkbox, Flex, Textarea } from '@strapi/design-system';
import { styled } from 'styled-components';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';
import { useTranslate } from '../../translate';

interface Props {
  /** There is a value already, which nobody can read: an empty field keeps it. */
  isKept: boolean;
  value: string;
  error: FormError | undefined;
  onChange: (value: string) => void;
}

/** Takes a value and never shows one that is kept; nothing of it goes to spell checkers or password stores. */
export const ValueInput = ({ isKept, value, error, onChange }: Props) => {
  const t = useTranslate();
  const [isShown, setShown] = useState(false);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <FieldFrame
        label={t(isKept ? 'secrets.value.new' : 'secrets.value')}
        name="value"
        hint={t(isKept ? 'secrets.value.new.hint' : 'secrets.value.hint')}
        error={error}
        required={!isKept}
      >
        <Hidden
          $isShown={isShown}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </FieldFrame>
      <Checkbox checked={isShown} onCheckedChange={(next) => setShown(next === true)}>
        {t('secrets.value.show')}
      </Checkbox>
    </Flex>
  );
};

/** A password field has one line, and keys have many. */
const Hidden = styled(Textarea)<{ $isShown: boolean }>`
  &,
  & textarea {
    font-family: monospace;
    -webkit-text-security: ${({ $isShown }) => ($isShown ? 'none' : 'disc')};
  }
`;
