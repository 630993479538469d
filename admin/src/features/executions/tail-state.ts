import type { LogLine } from '../../../../server/src/contract/execution';
import type { LogMeta } from './log-api';

/** More lines than this make a page slow: the older ones are left to the download. */
export const MOST_LINES = 5_000;

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
