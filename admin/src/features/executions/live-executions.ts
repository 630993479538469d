import { useState } from 'react';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import { usePollingInterval, type Pace } from '../../polling';
import { useListSchedulerExecutionsQuery } from './executions-api';
import { isFinal } from './timeline';

const NO_ROWS: ExecutionView[] = [];

interface Expectation {
  skip?: boolean;
  /** Something is about to start: look often already. */
  isExpecting?: boolean;
}

/** One page of executions that follows what happens: often while one of them is in progress. */
export const useLiveExecutions = (
  request: Record<string, string | number>,
  { skip = false, isExpecting = false }: Expectation = {}
) => {
  const [pace, setPace] = useState<Pace>('calm');
  const { data, currentData, error, isLoading, refetch } = useListSchedulerExecutionsQuery(
    request,
    {
      pollingInterval: usePollingInterval(pace),
      skip,
    }
  );
  const rows = data?.data ?? NO_ROWS;
  const isLive = rows.some(({ status }) => !isFinal(status));
  const wanted: Pace = isLive || isExpecting ? 'live' : 'calm';
  if (wanted !== pace) setPace(wanted);
  // A failed look at what is shown already is tried again by itself.
  const failure = currentData === undefined ? error : undefined;
  const waits = data?.meta.waits;
  return { rows, waits, pages: data?.meta.pagination, error: failure, isLoading, isLive, refetch };
};
