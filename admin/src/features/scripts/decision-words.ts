import type { ScriptDetail } from '../../../../server/src/contract/script';
import type { MessageId } from '../../translate';

type Asked = Pick<ScriptDetail, 'status' | 'mayDecide'>;

/** Why these bytes cannot be approved by this person now; null where they can. */
export const whyNotApprove = ({ status, mayDecide }: Asked): MessageId | null => {
  if (status === 'missing') return 'scripts.blocked.missing';
  if (status === 'approved') return 'scripts.blocked.approved';
  if (mayDecide.ok) return null;
  return WHY_NOT[mayDecide.reason] ?? 'scripts.blocked.right';
};

/** An author may take consent away, only not give it. */
export const whyNotReject = ({ status, mayDecide }: Asked): MessageId | null => {
  if (status === 'missing') return 'scripts.blocked.missing';
  if (status === 'rejected') return 'scripts.blocked.rejected';
  if (mayDecide.ok || mayDecide.reason === 'self-approval') return null;
  return WHY_NOT[mayDecide.reason] ?? 'scripts.blocked.right';
};

const WHY_NOT: Partial<Record<string, MessageId>> = {
  'self-approval': 'scripts.blocked.self',
  missing: 'scripts.blocked.missing',
  off: 'scripts.off.title',
  refused: 'scripts.refused.title',
};
