import type { Pagination } from '../contract/api';
import type { Page } from './ports';

/** `meta.pagination` of a list. */
export const pagination = ({ offset, limit }: Page, total: number): Pagination => ({
  page: Math.floor(offset / limit) + 1,
  pageSize: limit,
  pageCount: Math.ceil(total / limit),
  total,
});
