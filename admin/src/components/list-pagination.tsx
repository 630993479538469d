import {
  Dots,
  Flex,
  NextLink,
  PageLink,
  Pagination,
  PreviousLink,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Link } from 'react-router-dom';

import type { Pagination as Pages } from '../../../server/src/contract/api';
import type { ListState } from '../list-query';
import { useTranslate } from '../translate';
import { shownPages } from './page-numbers';

const PAGE_SIZES = ['10', '20', '50', '100'];

/** Page size, total and page links below a list. */
export const ListPagination = ({ pages, list }: { pages: Pages; list: ListState }) => {
  const t = useTranslate();
  return (
    <Flex justifyContent="space-between" alignItems="center" wrap="wrap" gap={4} paddingTop={4}>
      <Flex gap={2}>
        <SingleSelect
          size="S"
          aria-label={t('common.page-size')}
          value={String(list.query.pageSize)}
          onChange={(size) => list.change({ pageSize: String(size) })}
        >
          {PAGE_SIZES.map((size) => (
            <SingleSelectOption key={size} value={size}>
              {size}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Typography textColor="neutral600">{t('common.total', { count: pages.total })}</Typography>
      </Flex>
      {pages.pageCount > 1 && <PageLinks pages={pages} list={list} />}
    </Flex>
  );
};

const PageLinks = ({ pages, list }: { pages: Pages; list: ListState }) => {
  const t = useTranslate();
  const { page, pageCount } = pages;
  const to = (target: number) => list.linkTo({ page: String(target) });
  return (
    <Pagination activePage={page} pageCount={pageCount} label={t('common.pagination')}>
      <PreviousLink tag={Link} to={to(Math.max(1, page - 1))}>
        {t('common.page.previous')}
      </PreviousLink>
      {shownPages(page, pageCount).map((shown, index) =>
        shown === null ? (
          <Dots key={`dots-${index}`}>{t('common.pages.between')}</Dots>
        ) : (
          <PageLink key={shown} number={shown} tag={Link} to={to(shown)}>
            {t('common.page', { page: shown })}
          </PageLink>
        )
      )}
      <NextLink tag={Link} to={to(Math.min(pageCount, page + 1))}>
        {t('common.page.next')}
      </NextLink>
    </Pagination>
  );
};
