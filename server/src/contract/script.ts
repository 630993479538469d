/** Scripts on the wire: files of the approved directory, and people's consent to exactly their bytes. */

export const SCRIPT_TYPES = ['python', 'bash', 'node', 'executable'] as const;
export type ScriptType = (typeof SCRIPT_TYPES)[number];

/**
 * `new`: nobody has decided. `changed`: other bytes were approved before. `missing`: approved or known, and no longer in
 * the directory.
 */
export const SCRIPT_STATUSES = ['approved', 'changed', 'new', 'rejected', 'missing'] as const;
export type ScriptStatus = (typeof SCRIPT_STATUSES)[number];

export const SCRIPT_DECISIONS = ['approved', 'rejected'] as const;
export type ScriptDecisionKind = (typeof SCRIPT_DECISIONS)[number];

export interface ScriptDecision {
  decision: ScriptDecisionKind;
  digest: string;
  by: { id: string | null; name: string | null };
  at: string;
  comment: string;
}

export interface ScriptView {
  documentId: string;
  /** Path below the scripts directory; of a folder with a manifest the folder's. */
  path: string;
  type: ScriptType;
  /** What runs it: `python3`, `bash`, `node`, or `-` where it runs by itself. */
  interpreter: string;
  status: ScriptStatus;
  /** SHA-256 over its bytes (or its tree) and the interpreter: what an approval is bound to. */
  digest: string;
  /** Bytes of all of its files. */
  size: number;
  /** Its manifest lets arguments begin with `-`. */
  takesOptions: boolean;
  description: string | null;
  /** The newest decision about these very bytes. */
  decision: ScriptDecision | null;
  /** How many jobs name it. */
  usedBy: number;
  seenAt: string;
}

/** What whoever may use scripts, and not read them, sees of each in GET /scripts. */
export type ScriptChoice = Pick<ScriptView, 'documentId' | 'path' | 'type' | 'status'>;

export interface ScriptFile {
  path: string;
  size: number;
  sha256: string;
  /** Text, where it is text of a size that a page can show. */
  content: string | null;
  /** The same file as it was last approved; null where it was not there or was not text. */
  approved: string | null;
}

/** GET /scripts/:id */
export interface ScriptDetail extends ScriptView {
  files: ScriptFile[];
  /** Files of the last approved bytes that are gone. */
  removed: { path: string; approved: string | null }[];
  /** Newest first. */
  history: ScriptDecision[];
  /** Whether the caller may decide, and why not (`self-approval`, `scripts-approve`, `missing`; `off`, `refused`: the directory). */
  mayDecide: { ok: true } | { ok: false; reason: string };
}

/** `meta` of GET /scripts. */
export interface ScriptsMeta {
  /** `off`: no directory is set. `refused`: it is not to be trusted, `problems` say why. */
  state: 'ready' | 'off' | 'refused';
  directory: string | null;
  requireApproval: boolean;
  problems: string[];
  /** Files that were left out, with the reason. */
  left: { path: string; reason: string }[];
}

/** `meta` of GET /scripts for whoever may only use scripts. */
export type ScriptChoicesMeta = Pick<ScriptsMeta, 'state'>;

/** `meta` of GET /scripts/:id: also the jobs that name it, as far as the caller may read them. */
export interface ScriptMeta extends ScriptsMeta {
  jobs: { documentId: string; name: string }[];
}
