import { useCallback, useSyncExternalStore } from 'react';

import { usePageVisible } from './visible';

/** The time in epoch milliseconds, in steps of `everyMs`, moving on while the page is visible. */
export const useNow = (everyMs: number): number => useNowAs(everyMs, (now) => now);

/**
 * What `say` makes of that time. Asked at each step, but only another answer renders anything again: a list in which
 * nothing changed costs nothing.
 */
export const useNowAs = <Answer extends string | number | boolean>(
  everyMs: number,
  say: (now: number) => Answer
): Answer => {
  const visible = usePageVisible();
  const subscribe = useCallback(
    (changed: () => void) => {
      const timer = visible ? setInterval(changed, everyMs) : undefined;
      return () => clearInterval(timer);
    },
    [visible, everyMs]
  );
  return useSyncExternalStore(subscribe, () => say(Math.floor(Date.now() / everyMs) * everyMs));
};
