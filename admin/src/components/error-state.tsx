import { useAPIErrorHandler } from '@strapi/strapi/admin';
import { Button, EmptyStateLayout } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';

import { useTranslate } from '../translate';

type ApiFailure = Parameters<ReturnType<typeof useAPIErrorHandler>['formatAPIError']>[0];

/** What RTK Query hands out as `error`. */
export type QueryError = ApiFailure | { name?: string; message?: string } | undefined;

/** A read that failed: the server's words and a way to try again. */
export const ErrorState = ({ error, onRetry }: { error: QueryError; onRetry: () => unknown }) => {
  const t = useTranslate();
  const describe = useErrorText();
  return (
    <div role="alert">
      <EmptyStateLayout
        icon={<WarningCircle width="6rem" height="6rem" fill="danger500" aria-hidden />}
        content={isMissing(error) ? t('common.not-found') : describe(error)}
        action={
          isMissing(error) ? null : (
            <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={() => onRetry()}>
              {t('common.retry')}
            </Button>
          )
        }
        hasRadius
        shadow="tableShadow"
      />
    </div>
  );
};

/** Not there, or not for this user: asking again changes nothing. */
export const isMissing = (error: QueryError): boolean =>
  error !== undefined && 'status' in error && error.status === 404;

/** An error of any call as one sentence for people. */
export const useErrorText = (): ((error: QueryError) => string) => {
  const { formatAPIError } = useAPIErrorHandler();
  const t = useTranslate();
  return (error) => {
    if (error === undefined) return t('common.error');
    if ('status' in error) return formatAPIError(error);
    return error.message ?? t('common.error');
  };
};
