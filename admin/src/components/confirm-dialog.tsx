import type { ReactNode } from 'react';

import { Button, Dialog } from '@strapi/design-system';
import { ConfirmDialog as StrapiConfirmDialog } from '@strapi/strapi/admin';

import { useTranslate } from '../translate';

type Props = {
  title: string;
  children: ReactNode;
  /** What the button does, as a verb: "Cancel" and "Confirm" would leave people guessing. */
  action: string;
  open: boolean;
  onClose: () => void;
  onConfirm: () => unknown;
};

/** Asks before something that cannot be undone. */
export const ConfirmDialog = ({ title, children, action, open, onClose, onConfirm }: Props) => {
  const t = useTranslate();
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <StrapiConfirmDialog
        title={title}
        startAction={
          <Button fullWidth variant="tertiary" onClick={onClose}>
            {t('common.go-back')}
          </Button>
        }
        endAction={
          <Button fullWidth variant="danger-light" onClick={confirm}>
            {action}
          </Button>
        }
      >
        {children}
      </StrapiConfirmDialog>
    </Dialog.Root>
  );
};
