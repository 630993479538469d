import { Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

export interface Choice<Value> {
  value: Value;
  label: string;
  /** Where the label is too short to be read out alone. */
  spoken?: string;
}

interface Props<Value> {
  label: string;
  choices: readonly Choice<Value>[];
  selected: readonly Value[];
  onChange: (selected: Value[]) => void;
}

/** Several of a few short values: days of the week, days of the month. */
export const ChoiceChips = <Value extends string | number>({
  label,
  choices,
  selected,
  onChange,
}: Props<Value>) => (
  <Flex role="group" aria-label={label} gap={1} wrap="wrap">
    {choices.map(({ value, label: text, spoken }) => {
      const pressed = selected.includes(value);
      return (
        <Chip
          key={value}
          type="button"
          aria-pressed={pressed}
          aria-label={spoken ?? text}
          onClick={() =>
            onChange(pressed ? selected.filter((one) => one !== value) : [...selected, value])
          }
        >
          {text}
        </Chip>
      );
    })}
  </Flex>
);

const Chip = styled.button`
  min-width: 4rem;
  height: 3.2rem;
  padding: 0 ${({ theme }) => theme.spaces[2]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  cursor: pointer;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }

  &[aria-pressed='true'] {
    border-color: ${({ theme }) => theme.colors.primary600};
    background: ${({ theme }) => theme.colors.primary100};
    color: ${({ theme }) => theme.colors.primary700};
    font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;
