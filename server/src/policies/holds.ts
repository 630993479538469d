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

/** Every field that the role editor offers, those inside components included. */
const fieldsOf = (strapi: Core.Strapi, uid: string): string[] => {
  const model = strapi.contentTypes[uid as keyof typeof strapi.contentTypes];
  const service = strapi.service('admin::content-type') as unknown as ContentTypeService;
  return model === undefined
    ? []
    : service.getNestedFields(model, { components: strapi.components });
};

/** The part of Strapi's service that we use. */
interface ContentTypeService {
  getNestedFields(model: object, options: { components: object }): string[];
}
