import { useMemo } from 'react';

import { useAuth } from '@strapi/strapi/admin';

import type { ParameterDefinition } from '../../../../server/src/contract/template';
import { useListSchedulerContentTypesQuery, type ContentTypeInfo } from './content-types-api';
import type { ParameterValues } from './parameter-values';

const READ_ENTRIES = 'plugin::content-manager.explorer.read';

export interface ContentTypes {
  /** The site's own types whose entries the signed-in user may read; undefined if it cannot be told. */
  types: ContentTypeInfo[] | undefined;
  isLoading: boolean;
}

export const useContentTypes = (): ContentTypes => {
  const permissions = useAuth('useContentTypes', ({ permissions: own }) => own);
  const { data, isLoading } = useListSchedulerContentTypesQuery();
  const types = useMemo(() => {
    const readable = new Set(
      permissions.filter(({ action }) => action === READ_ENTRIES).map(({ subject }) => subject)
    );
    return data
      ?.filter(({ uid }) => readable.has(uid))
      .sort((a, b) => a.info.displayName.localeCompare(b.info.displayName));
  }, [data, permissions]);
  return { types, isLoading };
};

/** The content type that the definition's other parameter holds; undefined if none or unknown. */
export const useChosenType = (
  { contentTypeParameter }: ParameterDefinition,
  values: ParameterValues
): { uid: string; type: ContentTypeInfo | undefined } => {
  const { types } = useContentTypes();
  const chosen = contentTypeParameter === undefined ? undefined : values[contentTypeParameter];
  const uid = typeof chosen === 'string' ? chosen : '';
  return { uid, type: types?.find((type) => type.uid === uid) };
};

const SCALARS = new Set([
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

export interface FieldInfo {
  name: string;
  /** Strapi's attribute type. */
  type: string;
  /** `enumeration`: its values. */
  values: readonly string[];
}

/** Fields that jobs may look at. `id` is left out: it is another number in each database. */
export const fieldsOf = (type: ContentTypeInfo): FieldInfo[] =>
  Object.entries(type.attributes)
    .filter(([name, attribute]) => name !== 'id' && SCALARS.has(attribute.type))
    .map(([name, attribute]) => ({
      name,
      type: attribute.type,
      values: attribute.enum ?? [],
    }));

const TITLES = ['title', 'name', 'label', 'subject', 'slug'];

/** The field that names an entry to people. */
export const titleFieldOf = (type: ContentTypeInfo): string | null =>
  TITLES.find((name) => type.attributes[name] !== undefined) ??
  fieldsOf(type).find((field) => field.type === 'string' && field.name !== 'documentId')?.name ??
  null;
