import type { Core } from '@strapi/strapi';

import type { RequiredRight } from '../contract/template';
import { permissionService } from './permission-service';
import type { Ability } from './permission-service';

/**
 * Whether an ability holds a right of the site as a job needs it: on every entry and every field. A job does not look
 * at conditions ("is creator") or at single fields, so a right that is bound to them is not enough.
 */
export const holdsRight = (
  strapi: Core.Strapi,
  ability: Ability,
  { action, subject }: RequiredRight
): boolean => {
  const service = permissionService(strapi);
  const manager = service.createPermissionsManager({
    ability,
    action,
    ...(subject === null ? {} : { model: subject }),
  });
  if (!manager.isAllowed) return false;
  const conditions = manager.getQuery();
  if (conditions === null || Object.keys(conditions).length > 0) return false;
  const properties = service.actionProvider.get(action)?.options?.applyToProperties ?? [];
  if (subject === null || !properties.includes('fields')) return true;
  return fieldsOf(strapi, subject).every((field) => ability.can(action, subject, field));
};

// Rights on components are given field by field inside them: their names alone say nothing.
const fieldsOf = (strapi: Core.Strapi, uid: string): string[] =>
  Object.entries(strapi.contentTypes[uid as keyof typeof strapi.contentTypes]?.attributes ?? {})
    .filter(([, attribute]) => !isSystem(attribute) && !isNested(attribute.type))
    .map(([name]) => name);

const isNested = (type: string): boolean => type === 'component' || type === 'dynamiczone';

// createdBy, publishedAt, locale, …: nobody is given rights on them.
const isSystem = (attribute: object): boolean =>
  ('visible' in attribute && attribute.visible === false) ||
  ('writable' in attribute && attribute.writable === false);
