/** A text cut at each place where the search hits, whatever the letters' case. */
export const splitBySearch = (text: string, search: string): { text: string; isHit: boolean }[] => {
  if (search === '') return [{ text, isHit: false }];
  const parts: { text: string; isHit: boolean }[] = [];
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isHit: false });
    parts.push({ text: text.slice(at, at + search.length), isHit: true });
    from = at + search.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isHit: false });
  return parts;
};
