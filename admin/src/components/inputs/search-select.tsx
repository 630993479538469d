import { useRef, useState, type FocusEvent } from 'react';

import { Combobox, ComboboxOption, Flex, Typography } from '@strapi/design-system';

import { useTranslate } from '../../translate';

export interface SearchOption {
  value: string;
  /** What is searched, and shown once chosen. */
  text: string;
  /** Shown at the end of the line. */
  detail?: string | undefined;
}

interface Props {
  options: readonly SearchOption[];
  /** Undefined: nothing is chosen. */
  value: string | undefined;
  noneText: string;
  isLoading?: boolean;
  onChange: (value: string) => void;
  /** Given where the choice may be taken back. */
  onClear?: () => void;
  onOpen?: () => void;
  /** Given where the options are searched for elsewhere. */
  onType?: (text: string) => void;
}

/** One of many, found by typing a part of it. */
export const SearchSelect = ({
  options,
  value,
  noneText,
  isLoading = false,
  onChange,
  onClear,
  onOpen,
  onType,
}: Props) => {
  const t = useTranslate();
  const { typed, type, stop, open: opened, input } = useTyping();
  const chosen = options.find((option) => option.value === value)?.text ?? value ?? '';
  return (
    <Combobox
      {...input}
      // An option may not have an empty value, and a long list draws only what is in sight: what the
      // input shows is therefore said here and not left to the options.
      value={value === undefined ? '' : wireOf(value)}
      textValue={typed ?? chosen}
      placeholder={chosen === '' ? t('parameters.choose') : chosen}
      autocomplete={{ type: 'list', filter: 'contains' }}
      loading={isLoading}
      loadingMessage={t('common.loading')}
      noOptionsMessage={() => noneText}
      clearLabel={t('parameters.clear')}
      {...(onClear && value !== undefined && { onClear })}
      onTextValueChange={type}
      onInputChange={(event) => onType?.(event.currentTarget.value)}
      onOpenChange={(open) => {
        opened(open);
        if (open) onOpen?.();
      }}
      onChange={(next) => {
        stop();
        if (next) onChange(valueOf(next));
      }}
    >
      {options.map((option) => (
        <ComboboxOption key={option.value} value={wireOf(option.value)} textValue={option.text}>
          <Flex tag="span" justifyContent="space-between" gap={4}>
            <Typography>{option.text}</Typography>
            {option.detail !== undefined && (
              <Typography textColor="neutral600">{option.detail}</Typography>
            )}
          </Flex>
        </ComboboxOption>
      ))}
    </Combobox>
  );
};

/**
 * What is being typed; null while nobody types, then the choice is shown. The combobox also "types"
 * by itself when it loses the focus, and that must not wipe the choice.
 */
const useTyping = () => {
  const [typed, setTyped] = useState<string | null>(null);
  const isFocused = useRef(false);
  const isOpen = useRef(false);
  const stop = () => setTyped(null);
  return {
    typed,
    stop,
    type: (text: string) => {
      if (isFocused.current) setTyped(text);
    },
    /** An opened list shows everything until something is typed. */
    open: (open: boolean) => {
      isOpen.current = open;
      if (open) setTyped((now) => now ?? '');
      else stop();
    },
    input: {
      // What is typed next takes the place of the choice.
      onFocus: (event: FocusEvent<HTMLInputElement>) => {
        isFocused.current = true;
        event.currentTarget.select();
      },
      // Pressing an option takes the focus away, and the list must not change before it is let go.
      onBlur: () => {
        isFocused.current = false;
        if (!isOpen.current) stop();
      },
    },
  };
};

const wireOf = (value: string): string => `=${value}`;
const valueOf = (wire: string): string => wire.slice(1);
