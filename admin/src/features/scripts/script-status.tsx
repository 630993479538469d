import { CheckCircle, Clock, CrossCircle, Question, WarningCircle } from '@strapi/icons';

import type { ScriptStatus } from '../../../../server/src/contract/script';
import { Chip, type Tone } from '../../components/chip';
import { useTranslate } from '../../translate';

/** A status without a look does not compile. */
const LOOKS: Record<ScriptStatus, { icon: typeof Clock; tone: Tone }> = {
  approved: { icon: CheckCircle, tone: 'good' },
  changed: { icon: WarningCircle, tone: 'warn' },
  new: { icon: Clock, tone: 'info' },
  rejected: { icon: CrossCircle, tone: 'bad' },
  missing: { icon: Question, tone: 'calm' },
};

/** Whether a script may run, in words. */
export const ScriptStatusChip = ({ status }: { status: ScriptStatus }) => {
  const t = useTranslate();
  const { icon: Icon, tone } = LOOKS[status];
  return (
    <Chip tone={tone}>
      <Icon width="1.2rem" height="1.2rem" aria-hidden />
      {t(`scripts.status.${status}`)}
    </Chip>
  );
};
