import type { AnySchema } from 'yup';

import type { ParameterDefinition, ParameterType } from '../../contract/template';
import { contentType, field } from './content-types';
import { filter } from './filter';
import { numberList, scriptId, textList } from './list-types';
import { secretMap, secretName } from './secret-types';
import type { Site, SiteContentType } from './site';
import { code, cron, entry, locale, text, textarea, url } from './text-types';
import {
  boolean,
  date,
  duration,
  emailList,
  json,
  keyValue,
  multiSelect,
  number,
  select,
} from './value-types';

/** Where a value stands: the site, and the content type that its definition refers to. */
export interface Surroundings {
  site: Site;
  /** Undefined where none is chosen, or the choice is unsound (it has an error of its own). */
  contentType: SiteContentType | undefined;
}

type MakesSchema = (definition: ParameterDefinition, around: Surroundings) => AnySchema;

const SCHEMAS: Record<ParameterType, MakesSchema> = {
  text,
  textarea,
  number,
  boolean,
  select,
  'multi-select': multiSelect,
  date,
  duration,
  cron,
  json,
  code,
  url,
  'email-list': emailList,
  'key-value': keyValue,
  'content-type': (definition, { site }) => contentType(definition, site),
  field: (definition, around) => field(definition, around.contentType),
  filter: (_definition, around) => filter(around.contentType),
  entry,
  locale,
  'text-list': textList,
  'number-list': numberList,
  script: scriptId,
  secret: secretName,
  'secret-map': secretMap,
};

/** Types whose schema the definition alone decides. */
const CONSTANT = new Set<ParameterType>(
  (Object.keys(SCHEMAS) as ParameterType[]).filter(
    (type) => type !== 'content-type' && type !== 'field' && type !== 'filter'
  )
);

/** Making one takes longer than using it, and parameters are checked before every attempt. */
const made = new WeakMap<ParameterDefinition, AnySchema>();

/** The yup schema of one parameter definition, for a value that is present and not null. */
export const schemaOf = (definition: ParameterDefinition, around: Surroundings): AnySchema => {
  const known = made.get(definition);
  if (known !== undefined) return known;
  const schema = SCHEMAS[definition.type](definition, around);
  if (CONSTANT.has(definition.type)) made.set(definition, schema);
  return schema;
};
