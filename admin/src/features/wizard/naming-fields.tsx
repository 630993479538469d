import { useState } from 'react';

import { Flex, Tag, Textarea, TextInput } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import type { JobForm } from './job-form';

interface Props {
  form: JobForm;
  errors: FormErrors;
  onChange: (patch: Partial<JobForm>) => void;
}

/** Name, description, category and tags. */
export const NamingFields = ({ form, errors, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <FieldFrame label={t('wizard.name')} name="name" error={errors['name']} required>
        <TextInput value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
      </FieldFrame>
      <FieldFrame
        label={t('wizard.description')}
        name="description"
        hint={t('wizard.description.hint')}
        error={errors['description']}
      >
        <Textarea
          value={form.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </FieldFrame>
      <Flex gap={4} wrap="wrap" alignItems="flex-start">
        <FieldFrame
          label={t('wizard.category')}
          name="category"
          error={errors['category']}
          flex="1 1 24rem"
        >
          <TextInput
            value={form.category}
            onChange={(event) => onChange({ category: event.target.value })}
          />
        </FieldFrame>
        <FieldFrame
          label={t('wizard.tags')}
          name="tags"
          hint={t('wizard.tags.hint')}
          error={firstError(errors, 'tags')}
          flex="1 1 24rem"
        >
          <TagsInput tags={form.tags} onChange={(tags) => onChange({ tags })} />
        </FieldFrame>
      </Flex>
    </Flex>
  );
};

const TagsInput = ({
  tags,
  onChange,
}: {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}) => {
  const t = useTranslate();
  const [typed, setTyped] = useState('');
  const add = () => {
    const fresh = typed
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    if (fresh.length > 0) onChange([...new Set([...tags, ...fresh])]);
    setTyped('');
  };
  return (
    <>
      <TextInput
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ',') return;
          event.preventDefault();
          add();
        }}
      />
      {tags.length > 0 && (
        <Flex gap={2} wrap="wrap">
          {tags.map((tag) => (
            <Tag
              key={tag}
              icon={<Cross aria-hidden />}
              label={t('wizard.tags.remove', { tag })}
              onClick={() => onChange(tags.filter((one) => one !== tag))}
            >
              {tag}
            </Tag>
          ))}
        </Flex>
      )}
    </>
  );
};
