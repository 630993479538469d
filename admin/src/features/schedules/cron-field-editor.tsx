import { useState } from 'react';

import { Box, Flex, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import {
  ListChoice,
  NearestWeekdayChoice,
  NthWeekdayChoice,
  RangeChoice,
  StepChoice,
} from './cron-field-choices';
import { modesOf, stateOfMode } from './cron-field-modes';
import { formatField, type CronFieldName, type CronFieldState } from './cron-model';

interface Props {
  name: CronFieldName;
  state: CronFieldState;
  onChange: (state: CronFieldState) => void;
}

/** One field of an expression as a sentence to complete. */
export const CronFieldEditor = ({ name, state, onChange }: Props) => {
  const t = useTranslate();
  const [typing, setTyping] = useState(false);
  const shown: CronFieldState = typing ? { mode: 'custom', text: formatField(name, state) } : state;
  return (
    <Box padding={4} hasRadius background="neutral100">
      <Flex direction="column" alignItems="stretch" gap={3}>
        <FieldFrame label={t(`schedules.cron.field.${name}`)}>
          <SingleSelect
            value={shown.mode}
            onChange={(next) => {
              const mode = modesOf(name).find((known) => known === next) ?? 'every';
              setTyping(mode === 'custom');
              onChange(stateOfMode(name, mode, formatField(name, state)));
            }}
          >
            {modesOf(name).map((mode) => (
              <SingleSelectOption key={mode} value={mode}>
                {t(
                  mode === 'every' ? `schedules.cron.every.${name}` : `schedules.cron.mode.${mode}`
                )}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </FieldFrame>
        <Detail name={name} state={shown} onChange={onChange} />
      </Flex>
    </Box>
  );
};

const Detail = ({ name, state, onChange }: Props) => {
  const t = useTranslate();
  switch (state.mode) {
    case 'step':
      return <StepChoice name={name} state={state} onChange={onChange} />;
    case 'range':
      return <RangeChoice name={name} state={state} onChange={onChange} />;
    case 'list':
      return <ListChoice name={name} state={state} onChange={onChange} />;
    case 'nearest-weekday':
      return <NearestWeekdayChoice state={state} onChange={onChange} />;
    case 'nth-weekday':
      return <NthWeekdayChoice state={state} onChange={onChange} />;
    case 'custom':
      return (
        <TextInput
          aria-label={t('schedules.cron.text-of', { field: t(`schedules.cron.field.${name}`) })}
          value={state.text}
          spellCheck={false}
          onChange={(event) => onChange({ mode: 'custom', text: event.target.value })}
        />
      );
    default:
      return null;
  }
};
