import type { ScriptsMeta } from '../contract/script';
import { scriptStatus } from '../domain/script';
import type { NewAuditEntry, ServicePorts } from './ports';
import { isWorthAWord, rememberSaid } from './repeated-changes';
import type { ScriptChange } from './script-ports';
import { scriptObject } from './script-view';

/**
 * Looks through the directory and writes down what is there: new scripts, changed bytes, missing ones. Answers what was
 * left out, and why.
 */
export const scanScripts = async (ports: ServicePorts): Promise<ScriptsMeta> =>
  (await lookThrough(ports)).meta;

/** What a look of nobody in particular came upon. */
export interface NoticedScripts {
  changed: ScriptChange[];
  /** Why the directory is not to be trusted; empty where it is. */
  problems: string[];
}

/** The same, for whoever wants to know what changed: nobody may be looking. */
export const noticeScripts = async (ports: ServicePorts): Promise<NoticedScripts> => {
  const { meta, changed } = await lookThrough(ports);
  return { changed, problems: meta.problems };
};

const lookThrough = async (
  ports: ServicePorts
): Promise<{ meta: ScriptsMeta; changed: ScriptChange[] }> => {
  const { store, scripts, ids } = ports;
  const { directory, requireApproval } = scripts;
  const state = await scripts.state();
  const meta = { directory, requireApproval, left: [], ...state };
  if (state.state !== 'ready') return { meta, changed: [] };
  const found = await scripts.find();
  const changed = await store.change(async (changes) => {
    const seen = await changes.syncScripts(found.scripts, () => ids.documentId());
    const told = seen.filter((change) => isWorthAWord(ports, change));
    for (const change of told) await changes.writeAudit(entryOf(change));
    return told;
  });
  rememberSaid(ports, changed);
  return { meta: { ...meta, left: found.left }, changed };
};

/** Whoever wrote to the directory did not do it through us. */
const entryOf = ({ before, after }: ScriptChange): NewAuditEntry => ({
  actor: { kind: 'system', id: null, name: null },
  action: 'script.change',
  object: scriptObject(after),
  outcome: 'ok',
  ip: null,
  requestId: null,
  diff: {
    status: {
      before: before === null ? null : scriptStatus(before, before.decisions),
      after: scriptStatus(after, after.decisions),
    },
    ...(before?.digest === after.digest
      ? {}
      : { digest: { before: before?.digest ?? null, after: after.digest } }),
  },
});
