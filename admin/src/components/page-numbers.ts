/** First, last, the current one and its neighbours; null where pages are left out. */
export const shownPages = (page: number, pageCount: number): (number | null)[] => {
  const kept = [1, page - 1, page, page + 1, pageCount].filter(
    (number, index, all) => number >= 1 && number <= pageCount && all.indexOf(number) === index
  );
  return kept.flatMap((number, index) => {
    const before = kept[index - 1];
    return before !== undefined && number - before > 1 ? [null, number] : [number];
  });
};
