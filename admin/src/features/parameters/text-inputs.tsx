import { JSONInput, Textarea, TextInput } from '@strapi/design-system';
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

export const CodeInput = ({ value, onChange }: InputProps) => (
  <Monospace
    spellCheck={false}
    value={asText(value)}
    onChange={(event) => onChange(event.target.value)}
  />
);

export const JsonInput = ({ value, onChange }: InputProps) => (
  <JSONInput value={asText(value)} onChange={onChange} />
);

const Monospace = styled(Textarea)`
  & textarea,
  textarea& {
    font-family: monospace;
  }
`;
