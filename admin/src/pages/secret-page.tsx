import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { NeedsRight } from '../components/needs-right';
import { PageFailure } from '../components/page-failure';
import { SecretEditor } from '../features/secrets/secret-editor';
import { useGetSchedulerSecretQuery, type LoadedSecret } from '../features/secrets/secrets-api';
import { paths } from '../paths';
import { useTranslate } from '../translate';

/** `/settings/secrets/:id` */
const SecretPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  return (
    <NeedsRight right="secrets-manage">
      <Page.Main>
        <Page.Title>{t('secrets.one')}</Page.Title>
        <LoadedPage key={id} id={id} />
      </Page.Main>
    </NeedsRight>
  );
};

export default SecretPage;

const LoadedPage = ({ id }: { id: string }) => {
  const { currentData, error, isFetching, refetch } = useGetSchedulerSecretQuery(id, {
    refetchOnMountOrArgChange: true,
  });
  if (error !== undefined && !isFetching) {
    return <PageFailure error={error} onRetry={refetch} backTo={paths.secrets()} />;
  }
  if (currentData === undefined || isFetching) return <Page.Loading />;
  return <OpenedSecret loaded={currentData} onReload={refetch} />;
};

/** The secret as it was opened: later answers of the server do not touch the form. */
const OpenedSecret = ({ loaded, onReload }: { loaded: LoadedSecret; onReload: () => unknown }) => {
  const [opened] = useState(loaded);
  return <SecretEditor opened={opened} onReload={onReload} />;
};
