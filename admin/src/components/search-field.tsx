import { useEffect, useState } from 'react';

import { useDebounce } from '@strapi/strapi/admin';
import { SearchForm, Searchbar } from '@strapi/design-system';

import { useTranslate } from '../translate';

type Props = { label: string; value: string; onChange: (text: string) => void };

/** Searches while one types, a moment after the last key. */
export const SearchField = ({ label, value, onChange }: Props) => {
  const t = useTranslate();
  const [text, setText] = useState(value);
  const settled = useDebounce(text, 300);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (settled !== value && settled === text) onChange(settled);
    // Only a settled text may change the address, never the address itself.
  }, [settled]);
  return (
    <SearchForm
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text);
      }}
    >
      <Searchbar
        name="search"
        size="S"
        value={text}
        placeholder={label}
        clearLabel={t('common.search.clear')}
        onClear={() => onChange('')}
        onChange={(event) => setText(event.target.value)}
      >
        {label}
      </Searchbar>
    </SearchForm>
  );
};
