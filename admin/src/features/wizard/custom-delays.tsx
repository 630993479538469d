import { Box, Button, Flex, IconButton } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';

import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';
import { useTranslate } from '../../translate';

interface Props {
  /** Milliseconds before the second attempt, the third, …; the last one repeats. */
  delays: readonly (number | undefined)[];
  error: FormError | undefined;
  onChange: (delays: (number | undefined)[]) => void;
}

/** A wait of its own before each further attempt. */
export const CustomDelays = ({ delays, error, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {delays.map((delay, index) => {
        const label = t('wizard.delay-before', { n: index + 2 });
        return (
          // The waits have no names: their place is what they are.
          <FieldFrame
            key={index}
            label={label}
            error={index === 0 ? error : undefined}
            {...(index === delays.length - 1 && { hint: t('wizard.delay-repeats') })}
          >
            <Flex gap={2}>
              <DurationInput
                label={label}
                value={delay}
                onChange={(next) => onChange(delays.with(index, next))}
              />
              {delays.length > 1 && (
                <IconButton
                  variant="ghost"
                  label={t('wizard.delay-remove', { n: index + 2 })}
                  onClick={() => onChange(delays.toSpliced(index, 1))}
                >
                  <Trash />
                </IconButton>
              )}
            </Flex>
          </FieldFrame>
        );
      })}
      <Box>
        <Button
          variant="tertiary"
          startIcon={<Plus />}
          onClick={() => onChange([...delays, delays.at(-1)])}
        >
          {t('wizard.delay-add')}
        </Button>
      </Box>
    </Flex>
  );
};
