import { useEffect, useReducer, useRef } from 'react';

import { useFetchClient } from '@strapi/strapi/admin';

import type { LogStream } from '../../../../server/src/contract/execution';
import { usePageVisible } from '../../visible';
import { readLog } from './log-api';
import { EMPTY_TAIL, nextTail, type LogTail } from './tail-state';

const PAUSE_MS = 500;
const PAUSE_AFTER_ERROR_MS = 3_000;

export interface LogSource {
  id: string;
  q: string;
  stream: LogStream | '';
  /** How many attempts the execution has had. */
  attempt: number;
}

/**
 * An execution's log as it grows, until the server says that it is complete. Another search is another log: give the
 * component a key of id, search and stream.
 */
export const useLogTail = ({ id, q, stream, attempt }: LogSource): LogTail => {
  const { get } = useFetchClient();
  const visible = usePageVisible();
  const [tail, dispatch] = useReducer(nextTail, EMPTY_TAIL);
  const after = useRef(0);

  const isFollowing = visible && tail.doneAfter !== attempt;
  useEffect(() => {
    if (!isFollowing) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const again = (pauseMs: number) => {
      timer = setTimeout(() => void step(), pauseMs);
    };
    const step = async () => {
      const request = { after: after.current, filter: { q, stream }, signal: stop.signal };
      const page = await readLog(get, id, request).catch(() => null);
      if (stop.signal.aborted) return;
      if (page === null) {
        dispatch({ type: 'failed' });
        again(PAUSE_AFTER_ERROR_MS);
        return;
      }
      // A search may find little in a page and still have come further: what lies behind it is asked for at once.
      const isFurther = page.meta.nextAfter > after.current;
      after.current = Math.max(after.current, page.meta.nextAfter);
      dispatch({ type: 'arrived', lines: page.data, meta: page.meta, attempt });
      again(isFurther ? 0 : PAUSE_MS);
    };
    void step();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [get, id, q, stream, attempt, isFollowing]);

  return tail;
};
