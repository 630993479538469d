import type { ReactNode } from 'react';

import { ConfirmDialog as StrapiConfirmDialog } from '@strapi/strapi/admin';
import { Dialog } from '@strapi/design-system';

type Props = {
  title: string;
  children: ReactNode;
  open: boolean;
  onClose: () => void;
  onConfirm: () => unknown;
};

/** Asks before something that cannot be undone. */
export const ConfirmDialog = ({ title, children, open, onClose, onConfirm }: Props) => (
  <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
    <StrapiConfirmDialog
      title={title}
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        onConfirm();
      }}
    >
      {children}
    </StrapiConfirmDialog>
  </Dialog.Root>
);
