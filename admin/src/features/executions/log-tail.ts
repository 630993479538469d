import { useEffect, useReducer, useRef } from 'react';

import { useFetchClient } from '@strapi/strapi/admin';

import type { LogLine, LogStream } from '../../../../server/src/contract/execution';
import { usePageVisible } from '../../visible';
import { LOG_PAGE_SIZE, readLog } from './log-api';
import { EMPTY_TAIL, nextTail, type LogTail } from './tail-state';

const PAUSE_MS = 800;
const PAUSE_AFTER_ERROR_MS = 3_000;

export interface LogSource {
  id: string;
  q: string;
  stream: LogStream | '';
  /** A retry of a finished execution makes its log grow again. */
  attempt: number;
}

/** An execution's log as it grows, until the server says that it is complete. */
export const useLogTail = ({ id, q, stream, attempt }: LogSource): LogTail => {
  const { get } = useFetchClient();
  const visible = usePageVisible();
  const [tail, dispatch] = useReducer(nextTail, EMPTY_TAIL);
  const after = useRef(0);
  after.current = tail.after;

  useEffect(() => dispatch({ type: 'restarted' }), [id, q, stream]);
  useEffect(() => dispatch({ type: 'resumed' }), [attempt]);

  const isFollowing = visible && !tail.done;
  useEffect(() => {
    if (!isFollowing) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const step = async (from: number) => {
      const filter = { q, stream };
      try {
        const page = await readLog(get, id, { after: from, filter, signal: stop.signal });
        if (stop.signal.aborted) return;
        dispatch({ type: 'arrived', lines: page.data, meta: page.meta });
        timer = setTimeout(() => step(after.current), pauseAfter(page.data));
      } catch {
        if (stop.signal.aborted) return;
        dispatch({ type: 'failed' });
        timer = setTimeout(() => step(after.current), PAUSE_AFTER_ERROR_MS);
      }
    };
    void step(tail.loaded ? after.current : 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [get, id, q, stream, isFollowing]);

  return tail;
};

/** A full page means that more is waiting. */
const pauseAfter = (lines: LogLine[]): number => (lines.length === LOG_PAGE_SIZE ? 0 : PAUSE_MS);
