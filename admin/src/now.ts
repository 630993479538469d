import { useEffect, useState } from 'react';

import { usePageVisible } from './visible';

/** The time in epoch milliseconds, moved on every `everyMs` while the page is visible. */
export const useNow = (everyMs: number): number => {
  const visible = usePageVisible();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!visible) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [visible, everyMs]);
  return now;
};
