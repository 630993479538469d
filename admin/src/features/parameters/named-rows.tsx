import type { ComponentType } from 'react';

import { Box, Button, Flex, IconButton, TextInput } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';

import { InnerField } from '../../components/inputs/inner-field';
import { useTranslate } from '../../translate';
import type { InputProps } from './input-props';
import { pairsOf, type Pair } from './parameter-values';

interface Props extends InputProps {
  ValueInput: ComponentType<InputProps>;
}

/** A row for each name, with a value of its own kind: headers, variables. */
export const NamedRows = ({ ValueInput, ...props }: Props) => {
  const t = useTranslate();
  const { label, value, onChange } = props;
  const pairs = pairsOf(value);
  const change = (id: string, patch: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.id === id ? { ...pair, ...patch } : pair)));
  return (
    <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={2}>
      {pairs.map(({ id, name, value: text }, index) => (
        <Flex key={id} gap={2} alignItems="center">
          <Flex flex="1" minWidth={0} gap={2} wrap="wrap">
            <InnerField flex="2 1 14rem" label={t('parameters.pair.name', { n: index + 1 })}>
              <TextInput
                placeholder={t('parameters.pair.name-short')}
                value={name}
                onChange={(event) => change(id, { name: event.target.value })}
              />
            </InnerField>
            <InnerField flex="3 1 14rem" label={t('parameters.pair.value', { n: index + 1 })}>
              <ValueInput
                {...props}
                value={text}
                onChange={(chosen) =>
                  change(id, { value: typeof chosen === 'string' ? chosen : '' })
                }
              />
            </InnerField>
          </Flex>
          <IconButton
            variant="ghost"
            label={t('parameters.pair.remove', { n: index + 1 })}
            onClick={() => onChange(pairs.filter((pair) => pair.id !== id))}
          >
            <Trash />
          </IconButton>
        </Flex>
      ))}
      <Box>
        <Button
          variant="tertiary"
          startIcon={<Plus />}
          onClick={() => onChange([...pairs, newPair(pairs)])}
        >
          {t('parameters.pair.add')}
        </Button>
      </Box>
    </Flex>
  );
};

const newPair = (pairs: readonly Pair[]): Pair => {
  let n = pairs.length;
  while (pairs.some(({ id }) => id === `pair-${n}`)) n += 1;
  return { id: `pair-${n}`, name: '', value: '' };
};
