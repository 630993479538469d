import { useState } from 'react';

import type { ExecutionStatus } from '../../../../server/src/contract/execution';
import { isMissing } from '../../components/error-state';
import { usePollingInterval, type Pace } from '../../polling';
import { useGetSchedulerExecutionQuery } from './executions-api';
import { isFinal } from './timeline';

/** One execution that follows what happens; a finished one moves on only by a retry. */
export const useLiveExecution = (id: string) => {
  const [pace, setPace] = useState<Pace>('live');
  const answer = useGetSchedulerExecutionQuery(id, {
    pollingInterval: usePollingInterval(pace),
  });
  const status = answer.data?.data.status;
  const wanted = isMissing(answer.error) ? 'still' : paceOf(status);
  if (wanted !== pace) setPace(wanted);
  return answer;
};

const paceOf = (status: ExecutionStatus | undefined): Pace =>
  status === undefined || !isFinal(status) ? 'live' : 'calm';
