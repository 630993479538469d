import { Badge, Flex, type BadgeProps } from '@strapi/design-system';
import {
  CheckCircle,
  Clock,
  CrossCircle,
  Loader,
  MinusCircle,
  PaperPlane,
  Question,
  Stop,
  WarningCircle,
} from '@strapi/icons';

import type { ExecutionStatus } from '../../../server/src/contract/execution';
import { useTranslate } from '../translate';

interface Look {
  icon: typeof Clock;
  variant: NonNullable<BadgeProps['variant']>;
}

/** A status without a look does not compile. */
export const STATUS_LOOKS = {
  waiting: { icon: Clock, variant: 'neutral' },
  queued: { icon: Clock, variant: 'secondary' },
  dispatched: { icon: PaperPlane, variant: 'secondary' },
  running: { icon: Loader, variant: 'primary' },
  succeeded: { icon: CheckCircle, variant: 'success' },
  failed: { icon: CrossCircle, variant: 'danger' },
  timed_out: { icon: WarningCircle, variant: 'danger' },
  cancelled: { icon: Stop, variant: 'warning' },
  skipped: { icon: MinusCircle, variant: 'neutral' },
  missed: { icon: WarningCircle, variant: 'warning' },
  lost: { icon: Question, variant: 'danger' },
} satisfies Record<ExecutionStatus, Look>;

/** An execution's status: icon, word and colour, so that colour never says it alone. */
export const StatusBadge = ({ status }: { status: ExecutionStatus }) => {
  const t = useTranslate();
  const { icon: Icon, variant } = STATUS_LOOKS[status];
  return (
    <Badge variant={variant}>
      <Flex tag="span" inline gap={1}>
        <Icon width="1.2rem" height="1.2rem" aria-hidden />
        {t(`common.status.${status}`)}
      </Flex>
    </Badge>
  );
};
