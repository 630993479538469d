import { MAX_PAGE_SIZE } from '../contract/api';
import { JOB_STATUSES } from '../contract/job';
import type { JobDefinition } from '../contract/job';
import { DOCUMENT_FORMATS, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_JOBS } from '../contract/job-document';
import type {
  DocumentFormat,
  DocumentNames,
  JobDocument,
  JobExport,
} from '../contract/job-document';
import type { FieldError } from '../contract/schedule';
import { writeDocument } from '../domain/document/write-document';
import { findFor } from './access';
import { auditEntry } from './audit';
import { gatherReferences, noReferences } from './document-references';
import type { References } from './document-references';
import { Invalid, NotFound } from './errors';
import { findHidden, hideSecrets, HIDING } from './hide-secrets';
import { ownerText } from './owner-text';
import type { Caller, JobQuery, ServicePorts } from './ports';
import type { JobRecord } from './records';
import { maySeeScripts } from './resolve-references';
import { flag, line, list, nullable, oneOf, optional, refuse, required, shape } from './shape';

type Chosen = { ids: string[] } | { filters: JobFilters };
type JobFilters = Pick<
  JobQuery,
  'q' | 'status' | 'enabled' | 'template' | 'category' | 'tag' | 'owner'
>;

/**
 * Jobs as a document, by name: those of `ids`, or of the list's `filters` (all where neither is given), as far as the
 * caller may export and read them. The audit log says who took which.
 */
export const exportJobs = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: JobExport }> => {
  const { format, ...chosen } = readBody(caller, body);
  const jobs = (await findChosen(ports, caller, chosen)).toSorted(byName);
  const document = await documentOf(ports, caller, jobs);
  const content = writeDocument(document, format);
  if (Buffer.byteLength(content) > MAX_DOCUMENT_BYTES)
    throw tooMany('ids' in chosen ? 'ids' : 'filters', `${MAX_DOCUMENT_BYTES} bytes`);
  await ports.store.change((changes) =>
    changes.writeAudit(
      auditEntry(caller, {
        action: 'job.export',
        object: { kind: 'jobs', documentId: null, name: null },
        diff: { jobs: { before: null, after: document.jobs.map(named) } },
      })
    )
  );
  return { data: { format, content, jobs: jobs.length, hidden: hiddenIn(document) } };
};

const readBody = (caller: Caller, body: unknown): { format: DocumentFormat } & Chosen => {
  const filters = shape({
    q: optional(nullable(line(1, 200)), null),
    status: optional(list(oneOf(JOB_STATUSES), JOB_STATUSES.length), []),
    enabled: optional(nullable(flag), null),
    template: optional(nullable(line(1, 255)), null),
    category: optional(nullable(line(1, 255)), null),
    tag: optional(nullable(line(1, 255)), null),
    owner: optional(nullable(ownerText(caller)), null),
  });
  const read = shape({
    format: required(oneOf(DOCUMENT_FORMATS)),
    ids: optional(nullable(list(line(1, 64), MAX_DOCUMENT_JOBS)), null),
    filters: optional(nullable(filters), null),
  });
  const errors: FieldError[] = [];
  const request = read(body, [], errors);
  if (request !== undefined && request.ids !== null) {
    if (request.filters !== null)
      refuse(errors, ['filters'], 'must be left out where ids are given');
    if (new Set(request.ids).size < request.ids.length)
      refuse(errors, ['ids'], 'must not name a job twice');
  }
  if (request === undefined || errors.length > 0) throw new Invalid(errors);
  const { format, ids } = request;
  if (ids !== null) return { format, ids };
  return { format, filters: request.filters ?? ALL };
};

const ALL: JobFilters = {
  q: null,
  status: [],
  enabled: null,
  template: null,
  category: null,
  tag: null,
  owner: null,
};

const tooMany = (field: 'ids' | 'filters', bound: string): Invalid =>
  new Invalid([{ path: [field], message: `must choose fewer jobs: these are more than ${bound}` }]);

const findChosen = async (
  ports: ServicePorts,
  caller: Caller,
  chosen: Chosen
): Promise<JobRecord[]> => {
  const { store } = ports;
  if ('filters' in chosen) return readable(ports, caller, await findAll(ports, caller, chosen));
  const jobs: JobRecord[] = [];
  for (const id of chosen.ids)
    jobs.push(
      await findFor(caller, { needed: 'jobs-export', read: 'jobs-read' }, (scope) =>
        store.findJob(id, scope)
      )
    );
  const found = await readable(ports, caller, jobs);
  if (found.length < jobs.length) throw new NotFound(true);
  return found;
};

const findAll = async (
  { store }: ServicePorts,
  caller: Caller,
  { filters }: { filters: JobFilters }
): Promise<JobRecord[]> => {
  const sort = { field: 'name', descending: false } as const;
  const jobs: JobRecord[] = [];
  for (;;) {
    const page = { offset: jobs.length, limit: MAX_PAGE_SIZE };
    const { rows, total } = await store.listJobs(
      { ...filters, sort, ...page },
      caller.scopeOf('jobs-export')
    );
    if (total > MAX_DOCUMENT_JOBS) throw tooMany('filters', `${MAX_DOCUMENT_JOBS} jobs`);
    jobs.push(...rows);
    if (rows.length === 0 || jobs.length >= total) return jobs;
  }
};

/** Whoever may export a job sees all of its definition: it must be one that they may read. */
const readable = async (
  { store }: ServicePorts,
  caller: Caller,
  jobs: JobRecord[]
): Promise<JobRecord[]> => {
  const ids = jobs.map(({ documentId }) => documentId);
  const known = await store.nameJobs(ids, caller.scopeOf('jobs-read'));
  return jobs.filter(({ documentId }) => known.has(documentId));
};

const byName = (a: JobRecord, b: JobRecord): number =>
  a.definition.name < b.definition.name ? -1 : 1;

const documentOf = async (
  ports: ServicePorts,
  caller: Caller,
  records: JobRecord[]
): Promise<JobDocument> => {
  const jobs = records.map(({ documentId, definition }) => ({
    documentId,
    ...hideSecrets(ports.catalogue, definition),
  }));
  const references = noReferences();
  for (const job of jobs) gatherReferences({ ...job }, ports.catalogue, references);
  return { version: 1, jobs, names: await namesOf(ports, caller, references) };
};

/** Another site knows none of these ids. */
const namesOf = async (
  { store }: ServicePorts,
  caller: Caller,
  { jobs, calendars, scripts }: References
): Promise<DocumentNames> => {
  const known = await store.readCalendars([...calendars]);
  const all = scripts.size > 0 && maySeeScripts(caller) ? await store.listScripts() : [];
  return {
    jobs: Object.fromEntries(await store.nameJobs([...jobs], caller.scopeOf('jobs-read'))),
    calendars: Object.fromEntries([...known].map(([id, { name }]) => [id, name])),
    scripts: Object.fromEntries(
      all
        .filter(({ documentId }) => scripts.has(documentId))
        .map(({ documentId, path }) => [documentId, path])
    ),
  };
};

const named = ({ documentId, name }: JobDefinition & { documentId: string }) => ({
  documentId,
  name,
});

const hiddenIn = ({ jobs }: JobDocument): string[][] =>
  jobs.flatMap((job, index) =>
    HIDING.flatMap((field) => findHidden(job[field], ['jobs', String(index), field]))
  );
