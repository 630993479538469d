/**
 * A stretch of real time with one offset from UTC. All numbers are milliseconds: local time = instant + offset.
 * The list of a zone's spans has no holes; at `start` the offset changes from `before` to `offset`
 * (both are equal where the stretch was only cut for convenience).
 */
export interface Span {
  /** First instant; -Infinity for the first stretch. */
  start: number;
  /** First instant that no longer belongs to it; Infinity for the last stretch. */
  end: number;
  before: number;
  offset: number;
}

/** One jump of a zone's clock. */
export interface ClockChange {
  at: number;
  before: number;
  offset: number;
}

/** The span that contains the instant, from spans in order. */
export const findSpan = (spans: readonly Span[], instant: number): Span => {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((spans[middle] as Span).start <= instant) low = middle;
    else high = middle - 1;
  }
  return spans[low] as Span;
};

/** Spans between the changes up to `end`; changes that change nothing are left out. */
export const spansOf = (
  firstOffset: number,
  changes: readonly ClockChange[],
  end: number
): Span[] => {
  const spans: Span[] = [];
  let current: Span = { start: -Infinity, end, before: firstOffset, offset: firstOffset };
  for (const { at, offset } of changes) {
    if (offset === current.offset) continue;
    spans.push({ ...current, end: at });
    current = { start: at, end, before: current.offset, offset };
  }
  return [...spans, current];
};
