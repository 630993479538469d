import type { JobDefinition } from './job';

/** Jobs as a file: what POST /export writes and POST /import reads. */

export const DOCUMENT_FORMATS = ['json', 'yaml'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

export const MAX_DOCUMENT_BYTES = 1_000_000;
export const MAX_DOCUMENT_JOBS = 1_000;

/** What a definition refers to by documentId, and what stands for it on another site: a name, of a script its path. */
export const REFERENCE_KINDS = ['jobs', 'calendars', 'scripts'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];
export type DocumentNames = Record<ReferenceKind, Record<string, string>>;

/** Definitions only: nothing of what ran, and no value of a secret. */
export interface JobDocument {
  version: 1;
  jobs: (JobDefinition & { documentId: string })[];
  /** documentId → name of what the jobs refer to, as far as whoever exported may read it. */
  names: DocumentNames;
}

/** Answer of POST /export; `content` is what POST /import takes. */
export interface JobExport {
  format: DocumentFormat;
  content: string;
  /** How many. */
  jobs: number;
  /** Where values were left out that others must not read: an import refuses their place-holders. */
  hidden: string[][];
}

/** What an import does with a job that is there already: by its documentId, else by its name. */
export const ON_CONFLICT = ['skip', 'update', 'copy'] as const;
export type OnConflict = (typeof ON_CONFLICT)[number];

export const IMPORT_OUTCOMES = ['created', 'updated', 'copied', 'skipped'] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];

export const IMPORT_WARNINGS = ['switched-off', 'secrets', 'scripts'] as const;
export interface ImportWarning {
  code: (typeof IMPORT_WARNINGS)[number];
  message: string;
  /** The secrets of which it speaks. */
  names: string[];
}

/** What became of one job of the document, or (`dryRun`) would. */
export interface ImportedJob {
  /** Its place in the document, from 0. */
  index: number;
  outcome: ImportOutcome;
  /** Null where there is none yet (`dryRun`), and of one that the caller may not read. */
  documentId: string | null;
  name: string;
  warnings: ImportWarning[];
}

/** `meta` of POST /import. */
export type ImportMeta = { dryRun: boolean } & Record<ImportOutcome, number>;
