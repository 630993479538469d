import type { Core } from '@strapi/strapi';

import type { RequiredRight } from '../../contract/template';
import { JobFailure } from '../../domain/failure';
import type { SiteContentType } from '../parameters/site';
import { siteOfStrapi } from '../parameters/site-of-strapi';
import type { Row } from './rows';

/** The content type that a job works on; a failure where the site has it no more. */
export const subjectOf = (strapi: Core.Strapi, uid: string): SiteContentType => {
  const type = siteOfStrapi(strapi).contentType(uid);
  if (type === undefined)
    throw new JobFailure(`${uid} is not a content type that jobs may work on`, {
      code: 'CONTENT_TYPE_NOT_FOUND',
      retryable: false,
    });
  return type;
};

type ContentAction = 'read' | 'delete' | 'publish';

/** Content Manager's own rights: what people may not do by hand, their jobs may not do either. */
export const contentRights = (uid: string, ...actions: ContentAction[]): RequiredRight[] =>
  actions.map((action) => ({ action: `plugin::content-manager.explorer.${action}`, subject: uid }));

/** The part of the Document Service that jobs use. */
interface Documents {
  delete(request: { documentId: string; locale: string }): Promise<unknown>;
  publish(request: { documentId: string; locale?: string }): Promise<unknown>;
  unpublish(request: { documentId: string; locale?: string }): Promise<unknown>;
}

export const documentsOf = (strapi: Core.Strapi, { uid }: SiteContentType): Documents =>
  strapi.documents(uid as never);

/** An entry as the Document Service names it. */
export const entryOf = ({ documentId, locale }: Row): { documentId: string; locale?: string } =>
  locale === null ? { documentId } : { documentId, locale };
