import type { Core } from '@strapi/strapi';
import { contentTypes } from '@strapi/utils';

import type { Site, SiteContentType, SiteField } from './site';

/** The part of Strapi's schema that is read here. */
interface Schema {
  uid: string;
  modelType?: string;
  options?: { draftAndPublish?: boolean };
  pluginOptions?: { i18n?: { localized?: boolean } };
  attributes: Record<string, { type: string; enum?: readonly string[] }>;
}

/**
 * Only the site's own types (`api::…`): admins, tokens, sessions, files and every plugin's tables, ours included, are
 * never selectable. Unknown and forbidden types look the same.
 */
export const siteOfStrapi = (strapi: Core.Strapi): Site => ({
  contentType: (uid) => {
    if (!/^api::[a-z0-9-]+\.[a-z0-9-]+$/.test(uid)) return undefined;
    const types = strapi.contentTypes as unknown as Record<string, Schema>;
    const schema = Object.hasOwn(types, uid) ? types[uid] : undefined;
    return schema === undefined ? undefined : describe(schema);
  },
});

const describe = (schema: Schema): SiteContentType => {
  const { uid, options, pluginOptions, attributes } = schema;
  const fields = new Map(Object.keys(attributes).flatMap((name) => fieldOf(schema, name)));
  fields.set('documentId', { type: 'documentId' });
  return {
    uid,
    draftAndPublish: options?.draftAndPublish === true,
    localized: pluginOptions?.i18n?.localized === true,
    titleField: titleOf(fields),
    fields,
  };
};

const SCALAR = new Set([
  'string',
  'text',
  'richtext',
  'email',
  'uid',
  'enumeration',
  'integer',
  'biginteger',
  'float',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'time',
]);

const TIMESTAMPS = new Set(['createdAt', 'updatedAt', 'publishedAt']);

const fieldOf = (schema: Schema, name: string): [string, SiteField][] => {
  const attribute = schema.attributes[name];
  if (attribute === undefined || !SCALAR.has(attribute.type)) return [];
  if (!TIMESTAMPS.has(name) && contentTypes.isPrivateAttribute(schema as never, name)) return [];
  const { type, enum: values } = attribute;
  return [[name, values === undefined ? { type } : { type, values }]];
};

const TITLES = ['title', 'name', 'label', 'subject', 'slug'];

const titleOf = (fields: ReadonlyMap<string, SiteField>): string | null =>
  TITLES.find((name) => fields.has(name)) ??
  [...fields].find(([, { type }]) => type === 'string')?.[0] ??
  null;
