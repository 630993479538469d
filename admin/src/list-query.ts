import { useCallback, useMemo } from 'react';

import { useSearchParams } from 'react-router-dom';

import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../server/src/contract/api';

export interface ListQuery {
  page: number;
  pageSize: number;
  /** `name:asc` */
  sort: string;
  q: string;
  /** Set filters only. */
  filters: Record<string, string>;
}

export interface ListOptions {
  filters: readonly string[];
  defaultSort: string;
}

/** What a list shows, read from the page's address; nonsense in it falls back to the default. */
export const readListQuery = (search: URLSearchParams, options: ListOptions): ListQuery => ({
  page: readCount(search.get('page'), 1, Number.MAX_SAFE_INTEGER),
  pageSize: readCount(search.get('pageSize'), DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE),
  sort: /^\w+:(asc|desc)$/.exec(search.get('sort') ?? '')?.[0] ?? options.defaultSort,
  q: search.get('q') ?? '',
  filters: Object.fromEntries(
    options.filters.flatMap((name) => {
      const value = search.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    })
  ),
});

const readCount = (text: string | null, fallback: number, most: number): number => {
  const count = Number(text);
  return text !== null && Number.isInteger(count) && count >= 1 ? Math.min(count, most) : fallback;
};

/** The address after a change; any change but one of the page itself goes back to the first page. */
export const changeSearch = (
  search: URLSearchParams,
  changes: Record<string, string | null>
): URLSearchParams => {
  const next = new URLSearchParams(search);
  if (!('page' in changes)) next.delete('page');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
};

export interface ListState {
  query: ListQuery;
  /** The same, as the API takes it. */
  request: Record<string, string | number>;
  change: (changes: Record<string, string | null>) => void;
  /** The address of the same list with changes, for links. */
  linkTo: (changes: Record<string, string | null>) => string;
}

/** A list's page, sort, search and filters live in the URL: it can be shared and gone back to. */
export const useListQuery = (options: ListOptions): ListState => {
  const [search, setSearch] = useSearchParams();
  const query = useMemo(() => readListQuery(search, options), [search, options]);
  const change = useCallback(
    (changes: Record<string, string | null>) => setSearch(changeSearch(search, changes)),
    [search, setSearch]
  );
  const { filters, ...rest } = query;
  return {
    query,
    request: { ...rest, ...filters },
    change,
    linkTo: (changes) => `?${changeSearch(search, changes).toString()}`,
  };
};

/** A header pressed again turns the order round; another one starts ascending. */
export const nextSort = (sort: string, field: string): string =>
  sort === `${field}:asc` ? `${field}:desc` : `${field}:asc`;
