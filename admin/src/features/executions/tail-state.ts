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
  /** The attempt after which nothing more came; a retry of a finished execution makes its log grow again. */
  doneAfter: number | null;
  loaded: boolean;
  failed: boolean;
}

export const EMPTY_TAIL: LogTail = {
  lines: [],
  after: 0,
  dropped: 0,
  doneAfter: null,
  loaded: false,
  failed: false,
};

export type TailEvent =
  { type: 'failed' } | { type: 'arrived'; lines: LogLine[]; meta: LogMeta; attempt: number };

/** The shown log after a page of it arrived, or did not. */
export const nextTail = (tail: LogTail, event: TailEvent): LogTail => {
  if (event.type === 'failed') return { ...tail, failed: true };
  const { lines, meta, attempt } = event;
  const fresh = lines.filter(({ seq }) => seq > tail.after);
  const all = fresh.length === 0 ? tail.lines : [...tail.lines, ...fresh];
  const surplus = Math.max(0, all.length - MOST_LINES);
  return {
    lines: surplus === 0 ? all : all.slice(surplus),
    after: Math.max(tail.after, meta.nextAfter, fresh.at(-1)?.seq ?? 0),
    dropped: tail.dropped + surplus,
    doneAfter: meta.done ? attempt : null,
    loaded: true,
    failed: false,
  };
};
