import { splitBySearch } from '../../../admin/src/features/executions/search-hits';
import {
  EMPTY_TAIL,
  MOST_LINES,
  nextTail,
} from '../../../admin/src/features/executions/tail-state';
import type { LogLine } from '../../../server/src/contract/execution';

const lines = (from: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: from + index,
    at: '2026-11-21T02:00:00.000Z',
    attempt: 1,
    stream: 'stdout',
    level: 'info',
    text: `line ${from + index}`,
  }));

const arrived = (page: LogLine[], done = false) => ({
  type: 'arrived' as const,
  attempt: 1,
  lines: page,
  meta: { nextAfter: page.at(-1)?.seq ?? 0, done },
});

describe('a log that grows', () => {
  it('adds what arrives and goes on after it', () => {
    const first = nextTail(EMPTY_TAIL, arrived(lines(1, 3)));
    const second = nextTail(first, arrived(lines(4, 2), true));
    expect(second.lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(second).toMatchObject({ after: 5, doneAfter: 1, loaded: true });
  });

  it('shows a line once, though it arrives twice', () => {
    const first = nextTail(EMPTY_TAIL, arrived(lines(1, 3)));
    expect(nextTail(first, arrived(lines(2, 3))).lines).toHaveLength(4);
  });

  it('does not go back when an empty page comes', () => {
    const first = nextTail(EMPTY_TAIL, arrived(lines(1, 3)));
    expect(nextTail(first, arrived([]))).toMatchObject({ after: 3, lines: first.lines });
  });

  it('lets go of the oldest lines of a very long one, and says how many', () => {
    const full = nextTail(EMPTY_TAIL, arrived(lines(1, MOST_LINES)));
    const more = nextTail(full, arrived(lines(MOST_LINES + 1, 10)));
    expect(more.lines).toHaveLength(MOST_LINES);
    expect(more.lines[0]?.seq).toBe(11);
    expect(more.dropped).toBe(10);
  });

  it('is over after an attempt, and open again when a retry writes on', () => {
    const over = nextTail(EMPTY_TAIL, arrived(lines(1, 3), true));
    const open = nextTail(over, { ...arrived(lines(4, 1)), attempt: 2 });
    expect(open).toMatchObject({ doneAfter: null, after: 4 });
    expect(nextTail(open, { ...arrived([], true), attempt: 2 }).doneAfter).toBe(2);
  });

  it('keeps its lines through a lost connection', () => {
    const first = nextTail(EMPTY_TAIL, arrived(lines(1, 3)));
    const lost = nextTail(first, { type: 'failed' });
    expect(lost).toMatchObject({ failed: true, after: 3 });
    expect(nextTail(lost, arrived(lines(4, 1))).failed).toBe(false);
  });
});

describe('a search in a line', () => {
  it('marks each hit, whatever the case', () => {
    expect(splitBySearch('Error: no error', 'ERROR')).toEqual([
      { text: 'Error', isHit: true },
      { text: ': no ', isHit: false },
      { text: 'error', isHit: true },
    ]);
  });

  it('takes the words as they are, not as a pattern', () => {
    expect(splitBySearch('a.b', '.')).toContainEqual({ text: '.', isHit: true });
    expect(splitBySearch('ab', '.')).toEqual([{ text: 'ab', isHit: false }]);
  });
});
