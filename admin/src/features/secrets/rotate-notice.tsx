import { Typography } from '@strapi/design-system';

import { Notice } from '../../components/notice';
import { useTranslate } from '../../translate';

/** Some secrets still need an older key: it must not be taken away yet. */
export const RotateNotice = ({ otherKeys }: { otherKeys: number }) => {
  const t = useTranslate();
  return (
    <Notice tone="warn" title={t('secrets.rotate.due.title', { count: otherKeys })}>
      <Typography>{t('secrets.rotate.due.body')}</Typography>
    </Notice>
  );
};
