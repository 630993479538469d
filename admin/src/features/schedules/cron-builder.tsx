import { Box, Button, Flex, Grid, TextInput, Typography } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';
import { useTranslate } from '../../translate';
import { CronFieldEditor } from './cron-field-editor';
import {
  CRON_FIELDS,
  joinExpression,
  parseField,
  splitExpression,
  withField,
  type CronTexts,
} from './cron-model';
import { CRON_PRESETS } from './cron-presets';

interface Props {
  label: string;
  name?: string;
  hint?: string | undefined;
  required?: boolean;
  expression: string;
  error: FormError | undefined;
  onChange: (expression: string) => void;
}

/** A cron expression as text and as choices; typing in one changes the other. */
export const CronBuilder = ({ expression, onChange, ...frame }: Props) => {
  const t = useTranslate();
  const texts = splitExpression(expression);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Presets onPick={onChange} />
      <FieldFrame {...frame} hint={frame.hint ?? t('schedules.cron.hint')}>
        <TextInput
          value={expression}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      </FieldFrame>
      {texts === null ? (
        <Typography textColor="neutral600">{t('schedules.cron.incomplete')}</Typography>
      ) : (
        <Fields texts={texts} expression={expression} onChange={onChange} />
      )}
    </Flex>
  );
};

const Presets = ({ onPick }: { onPick: (expression: string) => void }) => {
  const t = useTranslate();
  return (
    <Flex role="group" aria-label={t('schedules.cron.presets')} gap={2} wrap="wrap">
      {CRON_PRESETS.map(({ label, expression }) => (
        <Button key={label} variant="tertiary" size="S" onClick={() => onPick(expression)}>
          {t(label)}
        </Button>
      ))}
    </Flex>
  );
};

const Fields = ({
  texts,
  expression,
  onChange,
}: {
  texts: CronTexts;
  expression: string;
  onChange: (expression: string) => void;
}) => {
  const t = useTranslate();
  const toggled = joinExpression({ ...texts, second: texts.second === null ? '0' : null });
  return (
    <Box>
      <Grid.Root gap={4}>
        {CRON_FIELDS.map((name) => {
          const text = texts[name];
          return (
            text !== null && (
              <Grid.Item key={name} col={6} xs={12} alignItems="stretch" direction="column">
                <CronFieldEditor
                  name={name}
                  state={parseField(name, text)}
                  onChange={(state) => onChange(withField(expression, name, state))}
                />
              </Grid.Item>
            )
          );
        })}
      </Grid.Root>
      <Box paddingTop={4}>
        <Button variant="tertiary" size="S" onClick={() => onChange(toggled)}>
          {t(texts.second === null ? 'schedules.cron.add-seconds' : 'schedules.cron.drop-seconds')}
        </Button>
      </Box>
    </Box>
  );
};
