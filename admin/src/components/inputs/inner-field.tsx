import type { ReactNode } from 'react';

import { Field, VisuallyHidden } from '@strapi/design-system';

interface Props {
  label: string;
  flex?: string;
  children: ReactNode;
}

/** One of several inputs inside a field: it would take the name of the whole field otherwise. */
export const InnerField = ({ label, flex, children }: Props) => (
  <Field.Root minWidth={0} {...(flex === undefined ? {} : { flex })}>
    <VisuallyHidden>
      <Field.Label>{label}</Field.Label>
    </VisuallyHidden>
    {children}
  </Field.Root>
);
