/**
 * What an entry of a calendar covers, as the clock shows it: `from` inclusive, `to` exclusive, local milliseconds (see
 * `time/local-time`). An instant is inside where its zone's clock shows a time inside, so hours that a clock repeats
 * are inside twice and hours that it skips are nobody's.
 */
export interface LocalStretch {
  from: number;
  to: number;
  name: string | null;
}

/** Answers the first stretch that ends after `local`; null where there is none. */
export type NextStretch = (local: number) => LocalStretch | null;

/** Stretches that are all known beforehand. Where they overlap, the one that begins first gives the name. */
export const knownStretches = (stretches: readonly LocalStretch[]): NextStretch => {
  const apart = withoutOverlaps(stretches);
  return (local) => {
    let low = 0;
    let high = apart.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((apart[middle] as LocalStretch).to > local) high = middle;
      else low = middle + 1;
    }
    return apart[low] ?? null;
  };
};

export const withoutOverlaps = (stretches: readonly LocalStretch[]): LocalStretch[] => {
  const apart: LocalStretch[] = [];
  let end = -Infinity;
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (stretch.to <= Math.max(end, stretch.from)) continue;
    apart.push({ ...stretch, from: Math.max(end, stretch.from) });
    end = stretch.to;
  }
  return apart;
};

/** The same answers; asking about one stretch again and again costs nothing. */
export const remembering = (next: NextStretch): NextStretch => {
  let asked = Infinity;
  let answer: LocalStretch | null = null;
  return (local) => {
    if (local >= asked && (answer === null || local < answer.to)) return answer;
    asked = local;
    answer = next(local);
    return answer;
  };
};
