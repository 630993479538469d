import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { NeedsRight } from '../components/needs-right';
import { PageFailure } from '../components/page-failure';
import { ScriptDetailView } from '../features/scripts/script-detail';
import { useGetSchedulerScriptQuery, type LoadedScript } from '../features/scripts/scripts-api';
import { paths } from '../paths';

/** `/settings/scripts/:id` */
const ScriptPage = () => {
  const { id = '' } = useParams();
  return (
    <NeedsRight right="scripts-read">
      <Page.Main>
        <LoadedPage key={id} id={id} />
      </Page.Main>
    </NeedsRight>
  );
};

export default ScriptPage;

/** What is on the page changes only when its reader asks for it: a decision is about the bytes that were read. */
const LoadedPage = ({ id }: { id: string }) => {
  const { currentData, error, isFetching, refetch } = useGetSchedulerScriptQuery(id, {
    refetchOnMountOrArgChange: true,
  });
  if (error !== undefined && !isFetching) {
    return <PageFailure error={error} onRetry={refetch} backTo={paths.scripts()} />;
  }
  if (currentData === undefined || isFetching) return <Page.Loading />;
  return <ShownScript loaded={currentData} onReload={() => refetch()} />;
};

const ShownScript = ({ loaded, onReload }: { loaded: LoadedScript; onReload: () => unknown }) => {
  const [shown, show] = useState(loaded);
  return <ScriptDetailView loaded={shown} onDecided={show} onReload={onReload} />;
};
