import { Tooltip, Typography } from '@strapi/design-system';

/** Enough of a digest to tell two apart at a glance; all of it on hover and on focus. */
export const ShortDigest = ({ digest }: { digest: string }) => (
  <Tooltip label={digest}>
    <Typography tag="code" tabIndex={0} style={{ fontFamily: 'monospace' }}>
      {digest.slice(0, 12)}
    </Typography>
  </Tooltip>
);

export const WholeDigest = ({ digest }: { digest: string }) => (
  <Typography tag="code" style={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
    {digest}
  </Typography>
);
