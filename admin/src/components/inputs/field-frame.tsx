import type { ReactNode } from 'react';

import { Field } from '@strapi/design-system';

import { useErrorMessage, type FormError } from '../../form-errors';

export interface FrameProps {
  label: string;
  name?: string;
  hint?: ReactNode;
  error?: FormError | undefined;
  required?: boolean;
  /** What stands at the end of the label's line. */
  action?: ReactNode;
  /** CSS width rules of the whole field, e.g. a basis inside a wrapping row. */
  flex?: string;
  children: ReactNode;
}

/** Label, input, hint and error of one field, tied together for screen readers. */
export const FieldFrame = ({
  label,
  name,
  hint,
  error,
  required = false,
  action,
  flex,
  children,
}: FrameProps) => {
  const describe = useErrorMessage();
  return (
    <Field.Root
      {...(name === undefined ? {} : { name })}
      {...(flex === undefined ? {} : { flex })}
      error={describe(error) ?? false}
      hint={hint}
      required={required}
      minWidth={0}
      data-invalid={error !== undefined}
    >
      <Field.Label action={action}>{label}</Field.Label>
      {children}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
