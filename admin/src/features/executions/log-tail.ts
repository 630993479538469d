import { useEffect, useReducer, useRef } from 'react';

import { useFetchClient } from '@strapi/strapi/admin';

import type { LogLine, LogStream } from '../../../../server/src/contract/execution';
import { usePageVisible } from '../../visible';
import { LOG_PAGE_SIZE, readLog, type LogMeta } from './log-api';

/** More lines than this make a page slow: the older ones are left to the download. */
export const MOST_LINES = 5_000;
const PAUSE_MS = 800;
const PAUSE_AFTER_ERROR_MS = 3_000;

export interface LogTail {
  lines: LogLine[];
  /** The next page starts after this line. */
  after: number;
  /** Lines that are no longer shown. */
  dropped: number;
  truncated: boolean;
  /** Nothing more will come. */
  done: boolean;
  loaded: boolean;
  failed: boolean;
}

export const EMPTY_TAIL: LogTail = {
  lines: [],
  after: 0,
  dropped: 0,
  truncated: false,
  done: false,
  loaded: false,
  failed: false,
};

export type TailEvent =
  | { type: 'restarted' }
  | { type: 'resumed' }
  | { type: 'failed' }
  | { type: 'arrived'; lines: LogLine[]; meta: LogMeta };

/** The shown log after something happened to it. */
export const nextTail = (tail: LogTail, event: TailEvent): LogTail => {
  switch (event.type) {
    case 'restarted':
      return EMPTY_TAIL;
    case 'resumed':
      return { ...tail, done: false };
    case 'failed':
      return { ...tail, failed: true };
    case 'arrived':
      return withLines(tail, event.lines, event.meta);
  }
};

const withLines = (tail: LogTail, arrived: LogLine[], meta: LogMeta): LogTail => {
  const fresh = arrived.filter(({ seq }) => seq > tail.after);
  const all = fresh.length === 0 ? tail.lines : [...tail.lines, ...fresh];
  const surplus = Math.max(0, all.length - MOST_LINES);
  return {
    lines: surplus === 0 ? all : all.slice(surplus),
    after: Math.max(tail.after, meta.nextAfter ?? 0, fresh.at(-1)?.seq ?? 0),
    dropped: tail.dropped + surplus,
    truncated: tail.truncated || meta.truncated === true,
    done: meta.done,
    loaded: true,
    failed: false,
  };
};

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
