import { useCallback, useSyncExternalStore } from 'react';

import { usePageVisible } from './visible';

/** The time in epoch milliseconds, in steps of `everyMs`, moving on while the page is visible. */
export const useNow = (everyMs: number): number => {
  const visible = usePageVisible();
  const subscribe = useCallback(
    (changed: () => void) => {
      const timer = visible ? setInterval(changed, everyMs) : undefined;
      return () => clearInterval(timer);
    },
    [visible, everyMs]
  );
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / everyMs) * everyMs);
};
