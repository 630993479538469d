import type { ReactNode } from 'react';

import { Flex, Typography } from '@strapi/design-system';

import type { PauseView } from '../../../../server/src/contract/job';
import { Notice } from '../../components/notice';
import { formatMoment } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { pauseSentences } from './pause-words';

type Props = {
  title: string;
  pause: PauseView;
  /** The way to go on, where it is not beside it already. */
  action?: ReactNode;
};

/** Who paused it, since when, why and until when. */
export const PauseNotice = ({ title, pause, action }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const sentences = pauseSentences(pause, { t, moment: (iso) => formatMoment(iso, locale) });
  return (
    <Notice tone="info" title={title} action={action}>
      <Flex direction="column" alignItems="stretch" gap={1}>
        <Typography>{sentences.join(' ')}</Typography>
        {pause.note !== null && (
          <Typography style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {t('pauses.note-was', { note: pause.note })}
          </Typography>
        )}
      </Flex>
    </Notice>
  );
};
