import { diffArrays } from 'diff';

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  /** Numbers of the line, from 1, before and after; null where it is not there. */
  before: number | null;
  after: number | null;
  text: string;
}

/** Lines that are the same on both sides and far from any change. */
export interface DiffGap {
  kind: 'gap';
  count: number;
}

export type DiffRow = DiffLine | DiffGap;

/** Unchanged lines shown around each change. */
const CONTEXT = 3;
/** Texts that differ in more lines than this are shown as wholly replaced: comparing them would hold up the page. */
const MAX_EDITS = 1_000;

/** What changed between two texts, line by line. What is left out is unchanged, and counted. */
export const diffLines = (before: string, after: string): DiffRow[] =>
  foldUnchanged(numberLines(...splitBoth(before, after)));

/** The last line end of both is no line; where one of them lacks it, that is a difference. */
const splitBoth = (before: string, after: string): [string[], string[]] => {
  const isEnded = before.endsWith('\n') && after.endsWith('\n');
  const lines = (text: string) => (isEnded ? text.slice(0, -1) : text).split('\n');
  return [lines(before), lines(after)];
};

const numberLines = (before: string[], after: string[]): DiffLine[] => {
  const changes = diffArrays(before, after, { maxEditLength: MAX_EDITS }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  let oldLine = 0;
  let newLine = 0;
  return changes.flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => {
      if (added) return { kind: 'added', before: null, after: (newLine += 1), text };
      if (removed) return { kind: 'removed', before: (oldLine += 1), after: null, text };
      return { kind: 'same', before: (oldLine += 1), after: (newLine += 1), text };
    })
  );
};

const foldUnchanged = (lines: DiffLine[]): DiffRow[] => {
  const shown = new Set<number>();
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    for (let near = index - CONTEXT; near <= index + CONTEXT; near += 1) shown.add(near);
  });
  const rows: DiffRow[] = [];
  for (const [index, line] of lines.entries()) {
    const last = rows.at(-1);
    if (shown.has(index)) rows.push(line);
    else if (last?.kind === 'gap') last.count += 1;
    else rows.push({ kind: 'gap', count: 1 });
  }
  return rows;
};

/** How many lines came and went. */
export const countChanges = (rows: readonly DiffRow[]): { added: number; removed: number } => ({
  added: rows.filter(({ kind }) => kind === 'added').length,
  removed: rows.filter(({ kind }) => kind === 'removed').length,
});
