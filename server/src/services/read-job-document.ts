import { DOCUMENT_FORMATS, MAX_DOCUMENT_JOBS, ON_CONFLICT } from '../contract/job-document';
import type { OnConflict, ReferenceKind } from '../contract/job-document';
import type { FieldError } from '../contract/schedule';
import { readDocument } from '../domain/document/read-document';
import { Invalid } from './errors';
import { findHidden, HIDING } from './hide-secrets';
import {
  flag,
  isObject,
  line,
  list,
  nullable,
  oneOf,
  optional,
  refuse,
  required,
  shape,
} from './shape';
import type { Check } from './shape';

/** A job of a document, not looked into yet. */
export interface DocumentJob {
  index: number;
  /** As it was where it was exported. */
  documentId: string | null;
  /** Null where it is no text: the check of jobs says so. */
  name: string | null;
  body: Record<string, unknown>;
}

export interface ImportRequest {
  jobs: DocumentJob[];
  /** documentId → name, of what the jobs refer to. */
  names: Record<ReferenceKind, ReadonlyMap<string, string>>;
  onConflict: OnConflict;
  dryRun: boolean;
}

const content: Check<string> = (value, path, errors) =>
  typeof value === 'string' && value.trim() !== ''
    ? value
    : refuse(errors, path, 'must be the text of a document');

const BODY = shape({
  format: required(oneOf(DOCUMENT_FORMATS)),
  content: required(content),
  onConflict: optional(oneOf(ON_CONFLICT), 'skip'),
  dryRun: optional(flag, false),
});

const names: Check<ReadonlyMap<string, string>> = (value, path, errors) => {
  if (!isObject(value)) return refuse(errors, path, 'must be an object', value);
  const known = new Map<string, string>();
  for (const [id, name] of Object.entries(value)) {
    const read = line(1, 1_024)(name, [...path, id], errors);
    if (read !== undefined) known.set(id, read);
  }
  return known;
};
const NONE: ReadonlyMap<string, string> = new Map();

const job: Check<Pick<DocumentJob, 'documentId' | 'body'>> = (value, path, errors) => {
  if (!isObject(value)) return refuse(errors, path, 'must be an object', value);
  const { documentId = null, ...body } = value;
  for (const field of HIDING)
    for (const place of findHidden(body[field], [...path, field]))
      refuse(errors, place, 'was left out when it was exported: write it, or use a secret');
  const id = nullable(line(1, 64))(documentId, [...path, 'documentId'], errors);
  return id === undefined ? undefined : { documentId: id, body };
};

const DOCUMENT = shape({
  version: required<1>((value, path, errors) =>
    value === 1 ? 1 : refuse(errors, path, 'must be 1', value)
  ),
  jobs: required(list(job, MAX_DOCUMENT_JOBS)),
  names: optional(
    shape({
      jobs: optional(names, NONE),
      calendars: optional(names, NONE),
      scripts: optional(names, NONE),
    } satisfies Record<ReferenceKind, unknown>),
    { jobs: NONE, calendars: NONE, scripts: NONE }
  ),
});

/** Reads the body of an import and the document in it, as far as that can be done without the jobs' own checks. */
export const readImport = (body: unknown): ImportRequest => {
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  if (request === undefined) throw new Invalid(errors);
  const parsed = readDocument(request.content, request.format);
  if (!parsed.ok) throw new Invalid(parsed.errors);
  const document = DOCUMENT(parsed.value, [], errors);
  if (document === undefined) throw new Invalid(errors);
  const jobs = document.jobs.map((one, index) => ({ ...one, index, name: nameIn(one.body) }));
  refuseRepeated(jobs, 'documentId', errors);
  refuseRepeated(jobs, 'name', errors);
  if (errors.length > 0) throw new Invalid(errors);
  const { onConflict, dryRun } = request;
  return { jobs, names: document.names, onConflict, dryRun };
};

const nameIn = ({ name }: Record<string, unknown>): string | null =>
  typeof name === 'string' ? name : null;

const refuseRepeated = (
  jobs: readonly DocumentJob[],
  field: 'documentId' | 'name',
  errors: FieldError[]
): void => {
  const seen = new Set<string>();
  for (const { index, [field]: value } of jobs) {
    if (value === null) continue;
    if (seen.has(value)) refuse(errors, ['jobs', String(index), field], 'is there twice', value);
    seen.add(value);
  }
};
