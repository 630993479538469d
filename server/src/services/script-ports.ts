import type { ScriptDecisionKind, ScriptsMeta, ScriptType } from '../contract/script';
import type { ScriptBytes } from '../domain/script';
import type { Scope } from './lists';
import type { JobRecord } from './records';

/** A script of the catalogue as it was last seen. Instants are epoch milliseconds. */
export interface ScriptRecord {
  id: number;
  documentId: string;
  path: string;
  type: ScriptType;
  interpreter: string;
  digest: string;
  size: number;
  takesOptions: boolean;
  description: string | null;
  isMissing: boolean;
  seenAt: number;
  /** Newest first. */
  decisions: ScriptDecisionRecord[];
  /** Jobs that name it. */
  usedBy: number;
}

/** A script whose bytes changed, that came, went or came back. `before` is null for a new one. */
export interface ScriptChange {
  before: ScriptRecord | null;
  after: ScriptRecord;
}

export interface ScriptDecisionRecord {
  decision: ScriptDecisionKind;
  digest: string;
  comment: string;
  by: { id: string | null; name: string | null };
  at: number;
}

export interface NewDecision {
  scriptId: string;
  decision: ScriptDecisionKind;
  digest: string;
  comment: string;
  by: { id: string; name: string | null };
  userId: number | null;
  /** Path → text of each file, null where it is not text. */
  files: Record<string, string | null>;
}

/** What is needed of the scripts directory; other bytes than the ones that were read are never run. */
export interface ScriptDirectory {
  /** Null where none is configured. */
  directory: string | null;
  requireApproval: boolean;
  /** Whether it is there and to be trusted; looked at anew each time. */
  state(): Promise<Pick<ScriptsMeta, 'state' | 'problems'>>;
  find(): Promise<{ scripts: ScriptBytes[]; left: ScriptsMeta['left'] }>;
  /** Null where it is not there, or not to be trusted. */
  read(path: string): Promise<ScriptBytes | null>;
}

/** What reads of scripts answer; part of the store. */
export interface ScriptReads {
  /** All of them, by path. */
  listScripts(): Promise<ScriptRecord[]>;
  findScript(documentId: string): Promise<ScriptRecord | undefined>;
  findScriptAuthors(documentId: string): Promise<number[]>;
  /** At most `limit` jobs of the scope that name it, by name. */
  findJobsWithScript(documentId: string, scope: Scope, limit: number): Promise<JobRecord[]>;
  /** Path → text as last approved; undefined where nothing ever was. */
  readApprovedFiles(documentId: string): Promise<Record<string, string | null> | undefined>;
}

/** Changes to scripts, in the transaction of the other changes. */
export interface ScriptChanges {
  lockScript(documentId: string): Promise<ScriptRecord | undefined>;
  /** Row ids of the admins who ever chose it, in a job or for a start. */
  findScriptAuthors(documentId: string): Promise<number[]>;
  /** Remembers an admin as an author of these, for good. */
  writeScriptAuthor(userId: number, documentIds: readonly string[]): Promise<void>;
  insertDecision(decision: NewDecision): Promise<void>;
  /** Writes down what the directory holds; answers what is other than it was. */
  syncScripts(seen: ScriptBytes[], newId: () => string): Promise<ScriptChange[]>;
  /** Of these documentIds, those of scripts that there are. */
  findScriptIds(documentIds: readonly string[]): Promise<string[]>;
  /** Makes these all the scripts that the job names. */
  writeScriptLinks(jobId: number, documentIds: readonly string[]): Promise<void>;
}
