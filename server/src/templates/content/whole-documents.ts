import type { Core } from '@strapi/strapi';

import type { SiteContentType } from '../parameters/site';
import type { Row } from './rows';
import { batchesOf, findRows } from './rows';
import type { Where } from './where';

/**
 * Documents of which every version (draft and published, in every locale) holds the condition, each met once. One
 * version that does not is enough to leave a document alone: it would be lost with the others.
 */
export async function* wholeDocuments(
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where
): AsyncGenerator<Row> {
  for await (const batch of batchesOf(strapi, type, where)) {
    const ids = new Set(batch.map(({ id }) => id));
    const documents = await amongDocuments(strapi, type, where, [
      ...new Set(batch.map(({ documentId }) => documentId)),
    ]);
    yield* documents.filter(({ id }) => ids.has(id));
  }
}

/** Whether every version of one document holds the condition now. */
export const isWholeDocument = async (
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where,
  documentId: string
): Promise<boolean> => (await amongDocuments(strapi, type, where, [documentId])).length > 0;

/** Of these documents those that hold it whole, each by its first row. */
const amongDocuments = async (
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where,
  documentIds: string[]
): Promise<Row[]> => {
  const ofThese = { documentId: { $in: documentIds } };
  const holding = byDocument(await findRows(strapi, type, { $and: [where, ofThese] }));
  const all = byDocument(await findRows(strapi, type, ofThese));
  return [...holding].flatMap(([documentId, rows]) =>
    all.get(documentId)?.length === rows.length ? rows.slice(0, 1) : []
  );
};

const byDocument = (rows: Row[]): Map<string, Row[]> => {
  const documents = new Map<string, Row[]>();
  for (const row of rows) {
    const known = documents.get(row.documentId);
    if (known === undefined) documents.set(row.documentId, [row]);
    else known.push(row);
  }
  return documents;
};
