import { BackButton, Layouts, Page } from '@strapi/strapi/admin';

import { useTranslate } from '../translate';
import { ErrorState, type QueryError } from './error-state';

type Props = { error: QueryError; onRetry: () => unknown; backTo: string };

/** The page of something that cannot be shown: gone, never there, not for this user, or out of reach. */
export const PageFailure = ({ error, onRetry, backTo }: Props) => {
  const t = useTranslate();
  return (
    <>
      <Page.Title>{t('common.failure')}</Page.Title>
      <Layouts.Header
        title={t('common.failure')}
        navigationAction={<BackButton fallback={backTo} />}
      />
      <Layouts.Content>
        <ErrorState error={error} onRetry={onRetry} />
      </Layouts.Content>
    </>
  );
};
