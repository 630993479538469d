import { Textarea, TextInput } from '@strapi/design-system';
import { styled } from 'styled-components';

import { asText, type InputProps } from './input-props';

export const LineInput = ({ value, onChange }: InputProps) => (
  <TextInput value={asText(value)} onChange={(event) => onChange(event.target.value)} />
);

export const UrlInput = ({ value, onChange }: InputProps) => (
  <TextInput
    type="url"
    inputMode="url"
    placeholder="https://"
    value={asText(value)}
    onChange={(event) => onChange(event.target.value)}
  />
);

export const ParagraphInput = ({ value, onChange }: InputProps) => (
  <Textarea value={asText(value)} onChange={(event) => onChange(event.target.value)} />
);

/** Code and JSON. The design system's JSON editor has no name for screen readers and too little contrast. */
export const CodeInput = ({ value, onChange }: Pick<InputProps, 'value' | 'onChange'>) => (
  <Monospace
    spellCheck={false}
    value={asText(value)}
    onChange={(event) => onChange(event.target.value)}
  />
);

const Monospace = styled(Textarea)`
  &,
  & textarea {
    font-family: monospace;
  }
`;
