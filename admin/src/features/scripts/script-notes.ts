import type { ScriptView } from '../../../../server/src/contract/script';
import type { MessageId } from '../../translate';
import type { ChoicesMeta, ChosenScript } from './scripts-api';

/**
 * Why a job with this script would not run now, and what its arguments may be; nothing while none is chosen. Who is not
 * told whether approval is needed is told as if it were.
 */
export const scriptNotes = (
  script: Pick<ChosenScript, 'status' | 'takesOptions'> | undefined,
  { state, requireApproval = true }: ChoicesMeta
): MessageId[] => {
  if (state === 'off') return ['scripts.off.title'];
  if (state === 'refused') return ['scripts.refused.title'];
  if (script === undefined) return [];
  return [...waiting(script.status, requireApproval), ...options(script.takesOptions)];
};

const waiting = (status: ScriptView['status'], requireApproval: boolean): MessageId[] => {
  if (status === 'missing') return ['scripts.means.missing'];
  if (!requireApproval || status === 'approved') return [];
  return [`scripts.means.${status}`];
};

const options = (takesOptions = true): MessageId[] =>
  takesOptions ? [] : ['parameters.script.no-options'];
