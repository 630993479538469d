import type { Core } from '@strapi/strapi';

import type { SiteContentType } from '../parameters/site';
import type { Where } from './where';

/** One version of a document: its draft or its published one, in one locale. */
export interface Row {
  id: number;
  documentId: string;
  locale: string | null;
  /** Epoch milliseconds. */
  updatedAt: number;
  title: string;
}

const BATCH = 100;

/**
 * Rows that hold the condition, in order of their id, in batches; each batch is read when it is asked for, so that rows
 * that went in the meantime are not met.
 */
export async function* batchesOf(
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where
): AsyncGenerator<Row[]> {
  let after = 0;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- the next batch begins where this one ends
    const rows = await findRows(strapi, type, { $and: [where, { id: { $gt: after } }] }, BATCH);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.id ?? after;
  }
}

/** Reads straight from the table: the Document Service looks at drafts or published versions, never at both. */
export const findRows = async (
  strapi: Core.Strapi,
  type: SiteContentType,
  where: Where,
  limit?: number
): Promise<Row[]> => {
  const title = type.titleField;
  const select = ['id', 'documentId', 'updatedAt', ...(title === null ? [] : [title])];
  const rows = (await strapi.db.query(type.uid).findMany({
    select: [...new Set(type.localized ? [...select, 'locale'] : select)],
    where,
    orderBy: { id: 'asc' },
    ...(limit === undefined ? {} : { limit }),
  })) as Record<string, unknown>[];
  return rows.map((row) => toRow(row, title));
};

const toRow = (row: Record<string, unknown>, titleField: string | null): Row => {
  const documentId = String(row['documentId']);
  const title = titleField === null ? undefined : row[titleField];
  return {
    id: Number(row['id']),
    documentId,
    locale: typeof row['locale'] === 'string' ? row['locale'] : null,
    updatedAt: new Date(row['updatedAt'] as string).getTime(),
    title: typeof title === 'string' && title !== '' ? title : documentId,
  };
};
