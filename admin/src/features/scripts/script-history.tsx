import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';

import type { ScriptDecision } from '../../../../server/src/contract/script';
import { Chip } from '../../components/chip';
import { Moment } from '../../components/moment';
import { useTranslate } from '../../translate';
import { ShortDigest } from './digest';
import { VisibleText } from './visible-text';

/** Who decided what, when, about which bytes, and why. */
export const ScriptHistory = ({
  script,
}: {
  script: { digest: string; history: ScriptDecision[] };
}) => {
  const t = useTranslate();
  if (script.history.length === 0) {
    return <Typography textColor="neutral600">{t('scripts.history.none')}</Typography>;
  }
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
      {script.history.map((decision, index) => (
        <Entry key={index} decision={decision} isCurrent={decision.digest === script.digest} />
      ))}
    </Flex>
  );
};

const Entry = ({ decision, isCurrent }: { decision: ScriptDecision; isCurrent: boolean }) => {
  const t = useTranslate();
  const { decision: kind, by, at, comment, digest } = decision;
  const Icon = kind === 'approved' ? CheckCircle : CrossCircle;
  return (
    <Flex tag="li" direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2} wrap="wrap">
        <Chip tone={kind === 'approved' ? 'good' : 'bad'}>
          <Icon width="1.2rem" height="1.2rem" aria-hidden />
          {t(`scripts.history.${kind}`)}
        </Chip>
        <Typography fontWeight="semiBold">
          <VisibleText text={by.name ?? t('scripts.decision.unknown')} />
        </Typography>
      </Flex>
      <Moment at={at} variant="pi" textColor="neutral600" />
      <Typography variant="pi" textColor="neutral600">
        {t(isCurrent ? 'scripts.history.these' : 'scripts.history.others')}{' '}
        <ShortDigest digest={digest} />
      </Typography>
      {comment !== '' && (
        <Typography style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          <Paragraph text={comment} />
        </Typography>
      )}
    </Flex>
  );
};

/** A comment may have several lines: only what does not show in them is pointed at. */
const Paragraph = ({ text }: { text: string }) =>
  text.split('\n').map((line, index) => (
    <span key={index}>
      {index > 0 && '\n'}
      <VisibleText text={line} />
    </span>
  ));
