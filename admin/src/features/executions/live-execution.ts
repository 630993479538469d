import { useState } from 'react';

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
  const wanted: Pace = status === undefined || !isFinal(status) ? 'live' : 'calm';
  if (wanted !== pace) setPace(wanted);
  return answer;
};
