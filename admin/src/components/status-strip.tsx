import { Tooltip, VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';

import { EXECUTION_STATUSES, type ExecutionStatus } from '../../../server/src/contract/execution';
import { useTranslate } from '../translate';

const SHOWN = 20;

/** The last outcomes, oldest at the left; told in words to screen readers and on hover. */
export const StatusStrip = ({ statuses }: { statuses: ExecutionStatus[] }) => {
  const t = useTranslate();
  if (statuses.length === 0) return null;
  const words = countStatuses(statuses)
    .map(([status, count]) => `${count} × ${t(`common.status.${status}`)}`)
    .join(', ');
  const bars = statuses.slice(0, SHOWN).toReversed();
  return (
    <Tooltip label={words}>
      <Strip>
        <VisuallyHidden>{words}</VisuallyHidden>
        {bars.map((status, index) => (
          <Bar key={index} $status={status} />
        ))}
      </Strip>
    </Tooltip>
  );
};

const countStatuses = (statuses: ExecutionStatus[]): [ExecutionStatus, number][] =>
  EXECUTION_STATUSES.map((status): [ExecutionStatus, number] => [
    status,
    statuses.filter((each) => each === status).length,
  ]).filter(([, count]) => count > 0);

/** A good run is a full bar; the worse, the redder; what did not run is a low one. */
const BARS = {
  waiting: { color: 'neutral300', height: '40%' },
  queued: { color: 'secondary500', height: '40%' },
  dispatched: { color: 'secondary500', height: '40%' },
  running: { color: 'primary500', height: '70%' },
  succeeded: { color: 'success500', height: '100%' },
  failed: { color: 'danger600', height: '100%' },
  timed_out: { color: 'danger500', height: '100%' },
  cancelled: { color: 'warning500', height: '70%' },
  skipped: { color: 'neutral400', height: '40%' },
  missed: { color: 'warning600', height: '40%' },
  lost: { color: 'danger500', height: '70%' },
} as const satisfies Record<ExecutionStatus, { color: string; height: string }>;

const Strip = styled.span`
  display: inline-flex;
  align-items: flex-end;
  gap: 2px;
  height: 1.6rem;
`;

const Bar = styled.span<{ $status: ExecutionStatus }>`
  width: 4px;
  height: ${({ $status }) => BARS[$status].height};
  border-radius: 1px;
  background: ${({ theme, $status }) => theme.colors[BARS[$status].color]};
`;
