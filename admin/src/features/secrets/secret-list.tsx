import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';

import type { SecretView } from '../../../../server/src/contract/secret';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { ListPagination } from '../../components/list-pagination';
import { Notice } from '../../components/notice';
import { SearchField } from '../../components/search-field';
import { useListQuery, type ListOptions } from '../../list-query';
import { useTranslate } from '../../translate';
import { DeleteSecret } from './delete-secret';
import { RotateNotice } from './rotate-notice';
import { useSecretColumns } from './secret-columns';
import { useListSchedulerSecretsQuery } from './secrets-api';

const LIST_OPTIONS: ListOptions = { filters: [], defaultSort: 'name:asc' };

/** All secrets by name; search and page live in the address. */
export const SecretList = () => {
  const t = useTranslate();
  const list = useListQuery(LIST_OPTIONS);
  const { page, pageSize, q } = list.query;
  const { data, error, isLoading, refetch } = useListSchedulerSecretsQuery({ page, pageSize, q });
  const [deleted, setDeleted] = useState<SecretView | null>(null);
  const columns = useSecretColumns(setDeleted);
  if (isLoading) return <Page.Loading />;
  if (data === undefined) {
    return (
      <Layouts.Content>
        <ErrorState error={error} onRetry={refetch} />
      </Layouts.Content>
    );
  }
  const { data: rows, meta } = data;
  const isEmpty = rows.length === 0 && q === '' && page === 1;
  return (
    <Layouts.Content>
      <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
        {meta.keyId === null && <NoKeyNotice />}
        {meta.keyId !== null && meta.otherKeys > 0 && <RotateNotice otherKeys={meta.otherKeys} />}
        {isEmpty ? (
          <EmptyState message={t('secrets.empty')} />
        ) : (
          <Box>
            <Flex gap={2} wrap="wrap" paddingBottom={4}>
              <SearchField
                label={t('secrets.search')}
                value={q}
                onChange={(next) => list.change({ q: next })}
              />
            </Flex>
            {rows.length === 0 ? (
              <EmptyState message={t('secrets.none-found')} />
            ) : (
              <DataTable caption={t('secrets.title')} columns={columns} rows={rows} list={list} />
            )}
            <ListPagination pages={meta.pagination} list={list} />
          </Box>
        )}
      </Flex>
      {deleted !== null && <DeleteSecret secret={deleted} onClose={() => setDeleted(null)} />}
    </Layouts.Content>
  );
};

const NoKeyNotice = () => {
  const t = useTranslate();
  return (
    <Notice tone="bad" title={t('secrets.no-key.title')}>
      <Typography>{t('secrets.no-key.body')}</Typography>
      <Typography tag="code" style={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
        {'JOB_SCHEDULER_KEYS="$(openssl rand -base64 32)"'}
      </Typography>
      <Typography>{t('secrets.no-key.keep')}</Typography>
    </Notice>
  );
};
