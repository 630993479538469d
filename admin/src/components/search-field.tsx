import { useEffect, useState } from 'react';

import { SearchForm, Searchbar } from '@strapi/design-system';

import { useTranslate } from '../translate';

type Props = { label: string; value: string; onChange: (text: string) => void };

const TYPING_PAUSE_MS = 300;

/** Searches while one types, a moment after the last key. */
export const SearchField = ({ label, value, onChange }: Props) => {
  const t = useTranslate();
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [known, setKnown] = useState(value);
  // The value changed from outside, not by what was typed here: a link, the browser's back.
  if (value !== known) {
    setKnown(value);
    if (value !== sent) {
      setText(value);
      setSent(value);
    }
  }
  const send = (next: string) => {
    setText(next);
    setSent(next);
    onChange(next);
  };
  useEffect(() => {
    if (text === sent) return undefined;
    const timer = setTimeout(() => {
      setSent(text);
      onChange(text);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, sent, onChange]);
  return (
    <SearchForm
      onSubmit={(event) => {
        event.preventDefault();
        send(text);
      }}
    >
      <Searchbar
        name="search"
        size="S"
        value={text}
        placeholder={label}
        clearLabel={t('common.search.clear')}
        onClear={() => send('')}
        onChange={(event) => setText(event.target.value)}
      >
        {label}
      </Searchbar>
    </SearchForm>
  );
};
