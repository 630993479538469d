import type { AnySchema } from 'yup';

import type { ParameterDefinition } from '../../contract/template';
import { problem, sound } from './problem';
import type { Site, SiteContentType } from './site';

/** One answer for what does not exist and what may not be touched: a refusal must not tell them apart. */
export const contentType = (definition: ParameterDefinition, site: Site): AnySchema =>
  sound((value) => {
    const found = typeof value === 'string' ? site.contentType(value) : undefined;
    if (found === undefined) return [problem('must be a content type that jobs may work on')];
    return definition.draftAndPublish === true && !found.draftAndPublish
      ? [problem('must be a content type with draft and publish')]
      : [];
  });

/** A field of the chosen content type; of any where none is chosen yet. */
export const field = (
  definition: ParameterDefinition,
  type: SiteContentType | undefined
): AnySchema =>
  sound((value) => {
    if (typeof value !== 'string') return [problem('must be a field')];
    if (type === undefined) return [];
    const found = type.fields.get(value);
    if (found === undefined)
      return [problem(`must be a field of ${type.uid} that jobs may look at`)];
    const { fieldTypes } = definition;
    return fieldTypes === undefined || fieldTypes.includes(found.type)
      ? []
      : [problem(`must be a field of type ${fieldTypes.join(' or ')}`)];
  });
