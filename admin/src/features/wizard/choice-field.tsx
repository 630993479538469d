import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';

interface Props<Choice extends string> {
  label: string;
  hint?: string;
  error?: FormError | undefined;
  choices: readonly Choice[];
  textOf: (choice: Choice) => string;
  value: NoInfer<Choice> | (string & {});
  onChange: (choice: Choice) => void;
}

/** One of a fixed list, each said in words. */
export const ChoiceField = <Choice extends string>({
  choices,
  textOf,
  value,
  onChange,
  ...frame
}: Props<Choice>) => (
  <FieldFrame {...frame}>
    <SingleSelect
      value={value}
      onChange={(next) => {
        const chosen = choices.find((choice) => choice === next);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {choices.map((choice) => (
        <SingleSelectOption key={choice} value={choice}>
          {textOf(choice)}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  </FieldFrame>
);
