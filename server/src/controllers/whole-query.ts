/**
 * The query with what its parser drops without a word (names such as `__proto__`, and those beyond its limit), so that
 * whoever reads it refuses these names like all others that it does not know.
 */
export const wholeQuery = ({
  query,
  querystring,
}: {
  query: Record<string, unknown>;
  querystring: string;
}): Record<string, unknown> => {
  const names = [...new URLSearchParams(querystring).keys()].map(rootOf);
  const dropped = names.filter((name) => name !== '' && !Object.hasOwn(query, name));
  return dropped.length === 0
    ? query
    : Object.fromEntries([
        ...Object.entries(query),
        ...dropped.map((name): [string, unknown] => [name, '']),
      ]);
};

/** `a` of `a[b]`, and of `[a]`. */
const rootOf = (name: string): string => /^\[?([^[\]]*)/.exec(name)?.[1] ?? '';
