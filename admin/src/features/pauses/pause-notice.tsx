import { Flex, Typography } from '@strapi/design-system';
import { Play } from '@strapi/icons';

import type { PauseView } from '../../../../server/src/contract/job';
import { ActionButton } from '../../components/action-button';
import { Notice } from '../../components/notice';
import { formatMoment } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { pauseSentences } from './pause-words';

type Props = {
  title: string;
  pause: PauseView;
  /** Why the user may not resume. */
  blocked: string | null;
  isBusy: boolean;
  onResume: () => unknown;
};

/** Who paused it, since when, why and until when, and the way to go on. */
export const PauseNotice = ({ title, pause, blocked, isBusy, onResume }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const sentences = pauseSentences(pause, { t, moment: (iso) => formatMoment(iso, locale) });
  return (
    <Notice
      tone="info"
      title={title}
      action={
        <ActionButton
          size="S"
          variant="secondary"
          startIcon={<Play />}
          loading={isBusy}
          blocked={blocked}
          onClick={onResume}
        >
          {t('pauses.resume')}
        </ActionButton>
      }
    >
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
