import type { Core } from '@strapi/strapi';

import type { SiteContentType } from '../parameters/site';
import type { Row } from './rows';
import { batchesOf, findRows } from './rows';
import type { Where } from './where';

/** Which drafts: those never published, or also those of entries that were changed since. */
export type Drafts = 'new' | 'new-and-changed';

/** Drafts that hold the condition and are not published as they are. */
export async function* draftsToPublish(
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where,
  drafts: Drafts
): AsyncGenerator<Row> {
  const held = { $and: [where, { publishedAt: { $null: true } }] };
  for await (const batch of batchesOf(strapi, type, held)) {
    const published = await findRows(strapi, type, {
      documentId: { $in: batch.map(({ documentId }) => documentId) },
      publishedAt: { $notNull: true },
    });
    yield* batch.filter((draft) => {
      const version = published.find((one) => isOfSameEntry(one, draft));
      if (version === undefined) return true;
      return drafts === 'new-and-changed' && isChangedSince(version, draft);
    });
  }
}

/** Published versions that hold the condition. */
export async function* publishedVersions(
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where
): AsyncGenerator<Row> {
  const published = { $and: [where, { publishedAt: { $notNull: true } }] };
  for await (const batch of batchesOf(strapi, type, published)) yield* batch;
}

const isOfSameEntry = (published: Row, draft: Row): boolean =>
  published.documentId === draft.documentId && published.locale === draft.locale;

/** Publishing copies the draft's `updatedAt`: a later one means a change since (Content Manager's own rule). */
const isChangedSince = (published: Row, draft: Row): boolean =>
  draft.updatedAt > published.updatedAt;
