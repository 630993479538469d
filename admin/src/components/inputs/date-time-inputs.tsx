import { TextInput } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The browser's own date and time pickers follow the theme only when told its colour scheme. */
const NativeInput = styled(TextInput)`
  color-scheme: ${({ theme }) => theme.colorScheme};
`;

interface Props {
  value: string;
  onChange: (value: string) => void;
  'aria-label'?: string;
}

/** A date on the calendar, `YYYY-MM-DD`; it belongs to no zone. */
export const DateInput = ({ onChange, ...props }: Props) => (
  <NativeInput type="date" {...props} onChange={(event) => onChange(event.target.value)} />
);

const WITH_SECONDS = /^\d\d:\d\d:\d\d$/;

/** A time of day, `HH:mm` or `HH:mm:ss`. */
export const TimeInput = ({ onChange, ...props }: Props) => (
  <NativeInput
    type="time"
    step={WITH_SECONDS.test(props.value) ? 1 : 60}
    {...props}
    onChange={(event) => onChange(event.target.value)}
  />
);
