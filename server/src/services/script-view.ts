import type { ScriptDecision, ScriptFile, ScriptView } from '../contract/script';
import { isoOf } from '../domain/instant';
import { decisionAbout, scriptStatus } from '../domain/script';
import type { ScriptBytes } from '../domain/script';
import type { NewAuditEntry } from './ports';
import type { ScriptDecisionRecord, ScriptRecord } from './script-ports';

export const viewScript = (script: ScriptRecord): ScriptView => {
  const decided = decisionAbout(script.digest, script.decisions);
  return {
    documentId: script.documentId,
    path: script.path,
    type: script.type,
    interpreter: script.interpreter,
    status: scriptStatus(script, script.decisions),
    digest: script.digest,
    size: script.size,
    takesOptions: script.takesOptions,
    description: script.description,
    decision: decided === undefined ? null : viewDecision(decided),
    usedBy: script.usedBy,
    seenAt: isoOf(script.seenAt),
  };
};

export const viewDecision = ({ at, ...decision }: ScriptDecisionRecord): ScriptDecision => ({
  ...decision,
  at: isoOf(at),
});

/** Characters of one file that a page can show. */
const MAX_SHOWN = 512 * 1024;

/** The text of a file; null where it is not text, or too much of it. */
export const textOf = (bytes: Buffer): string | null => {
  if (bytes.length > MAX_SHOWN || bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Each file beside the same one as it was approved last. */
export const compareFiles = (
  script: ScriptBytes,
  approved: Record<string, string | null> | undefined
): { files: ScriptFile[]; removed: { path: string; approved: string | null }[] } => {
  const before = new Map(Object.entries(approved ?? {}));
  const files = script.files.map(({ path, bytes, sha256 }) => ({
    path,
    size: bytes.length,
    sha256,
    content: textOf(bytes),
    approved: before.get(path) ?? null,
  }));
  const present = new Set(files.map(({ path }) => path));
  const removed = [...before]
    .filter(([path]) => !present.has(path))
    .map(([path, text]) => ({ path, approved: text }));
  return { files, removed };
};

export const scriptObject = (script: {
  documentId: string;
  path: string;
}): NewAuditEntry['object'] => ({
  kind: 'script',
  documentId: script.documentId,
  name: script.path,
});
