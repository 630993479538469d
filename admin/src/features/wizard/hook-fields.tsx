import { Box, Button, Flex, IconButton, Textarea, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';

import { HOOK_TIMES, MAX_HOOKS, type HookTime } from '../../../../server/src/contract/hook';
import type { ParameterDefinition } from '../../../../server/src/contract/template';
import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { PairsInput } from '../parameters/pairs-input';
import { pairsOf } from '../parameters/parameter-values';
import { ScriptInput } from '../parameters/reference-inputs';
import { withNewHook, type HookDraft } from './hook-form';
import type { PoliciesProps } from './policies-props';

/** Scripts that run before and after each attempt. */
export const HookFields = ({ policies, errors, onChange }: PoliciesProps) => {
  const { hooks } = policies;
  return (
    <>
      {HOOK_TIMES.map((time) => (
        <HookList
          key={time}
          time={time}
          hooks={hooks[time]}
          errors={errors}
          onChange={(next) => onChange({ hooks: { ...hooks, [time]: next } })}
        />
      ))}
    </>
  );
};

interface ListProps {
  time: HookTime;
  hooks: HookDraft[];
  errors: FormErrors;
  onChange: (hooks: HookDraft[]) => void;
}

const HookList = ({ time, hooks, errors, onChange }: ListProps) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex direction="column" alignItems="flex-start">
        <Typography fontWeight="bold" tag="h4">
          {t(`policies.hooks.${time}`)}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {t(`policies.hooks.${time}.hint`)}
        </Typography>
      </Flex>
      {hooks.map((hook, index) => (
        <HookRow
          key={hook.id}
          name={t(`policies.hooks.${time}.nth`, { n: index + 1 })}
          hook={hook}
          path={`hooks.${time}.${index}`}
          errors={errors}
          onChange={(patch) => onChange(hooks.with(index, { ...hook, ...patch }))}
          onRemove={() => onChange(hooks.toSpliced(index, 1))}
        />
      ))}
      <Box>
        <Button
          variant="tertiary"
          startIcon={<Plus />}
          disabled={hooks.length >= MAX_HOOKS}
          onClick={() => onChange(withNewHook(hooks, time))}
        >
          {t(`policies.hooks.${time}.add`)}
        </Button>
      </Box>
    </Flex>
  );
};

interface RowProps {
  name: string;
  hook: HookDraft;
  path: string;
  errors: FormErrors;
  onChange: (patch: Partial<HookDraft>) => void;
  onRemove: () => void;
}

/** The inputs of parameters ask for one: here it holds only the kind. */
const input = (type: 'script' | 'key-value'): ParameterDefinition => ({
  name: type,
  type,
  label: type,
});

const HookRow = ({ name, hook, path, errors, onChange, onRemove }: RowProps) => {
  const t = useTranslate();
  return (
    <Box
      tag="fieldset"
      aria-label={name}
      padding={4}
      hasRadius
      borderColor="neutral200"
      borderStyle="solid"
      borderWidth="1px"
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between" alignItems="center" gap={2}>
          <Typography fontWeight="semiBold">{name}</Typography>
          <IconButton
            variant="ghost"
            label={t('policies.hooks.remove', { name })}
            onClick={onRemove}
          >
            <Trash />
          </IconButton>
        </Flex>
        <FieldFrame
          label={t('policies.hooks.script')}
          hint={t('policies.hooks.script.hint')}
          error={errors[`${path}.script`]}
          required
        >
          <ScriptInput
            definition={input('script')}
            label={t('policies.hooks.script')}
            value={hook.script}
            values={{}}
            onChange={(script) => onChange({ script: typeof script === 'string' ? script : '' })}
          />
        </FieldFrame>
        <FieldFrame
          label={t('policies.hooks.args')}
          hint={t('policies.hooks.args.hint')}
          error={firstError(errors, `${path}.args`)}
        >
          <Textarea
            value={hook.args}
            onChange={(event) => onChange({ args: event.target.value })}
          />
        </FieldFrame>
        <FieldFrame
          label={t('policies.hooks.env')}
          hint={t('policies.hooks.env.hint')}
          error={firstError(errors, `${path}.env`)}
        >
          <PairsInput
            definition={input('key-value')}
            label={t('policies.hooks.env')}
            value={hook.env}
            values={{}}
            onChange={(env) => onChange({ env: pairsOf(env) })}
          />
        </FieldFrame>
        <FieldFrame
          label={t('policies.hooks.timeout')}
          hint={t('policies.hooks.timeout.hint')}
          error={errors[`${path}.timeoutMs`]}
        >
          <DurationInput
            label={t('policies.hooks.timeout')}
            value={hook.timeoutMs}
            onChange={(timeoutMs) => onChange({ timeoutMs })}
          />
        </FieldFrame>
      </Flex>
    </Box>
  );
};
