import { useState } from 'react';

import { TextInput } from '@strapi/design-system';

type Props = { value: string; onChange: (text: string) => void };

/** A text that filters once it is finished: on Enter or on leaving the field. */
export const TextFilter = ({ value, onChange }: Props) => {
  const [text, setText] = useState(value);
  const finish = () => (text === value ? undefined : onChange(text.trim()));
  return (
    <TextInput
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => (event.key === 'Enter' ? finish() : undefined)}
    />
  );
};
