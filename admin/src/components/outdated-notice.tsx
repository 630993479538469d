import { Button, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';

import { Notice } from './notice';

interface Props {
  title: string;
  body: string;
  /** On the button that loads what is there now. */
  action: string;
  onReload: () => unknown;
}

/** What the page shows is not what there is any more. */
export const OutdatedNotice = ({ title, body, action, onReload }: Props) => (
  <div role="alert">
    <Notice
      tone="warn"
      title={title}
      action={
        <Button startIcon={<ArrowClockwise />} onClick={() => onReload()}>
          {action}
        </Button>
      }
    >
      <Typography>{body}</Typography>
    </Notice>
  </div>
);
