import type { ScriptDetail, ScriptsMeta, ScriptView } from '../contract/script';
import { NotFound } from './errors';
import type { Caller, ServicePorts } from './ports';
import type { ScriptRecord } from './script-ports';
import { scanScripts } from './scan-scripts';
import { compareFiles, viewDecision, viewScript } from './script-view';

/** All scripts of the directory as it is now, and those that jobs or decisions still know. */
export const listScripts = async (
  ports: ServicePorts
): Promise<{ data: ScriptView[]; meta: ScriptsMeta }> => {
  const meta = await scanScripts(ports);
  return { data: (await ports.store.listScripts()).map(viewScript), meta };
};

/** One script with its content, what was approved before, and every decision. Throws NotFound. */
export const readScript = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: ScriptDetail; meta: ScriptsMeta }> => {
  const meta = await scanScripts(ports);
  const script = await ports.store.findScript(id);
  if (script === undefined) throw new NotFound();
  const approved = await ports.store.readApprovedFiles(id);
  const bytes = script.isMissing ? null : await ports.scripts.read(script.path);
  const { files, removed } =
    bytes === null ? { files: [], removed: [] } : compareFiles(bytes, approved);
  return {
    data: {
      ...viewScript(script),
      files,
      removed,
      history: script.decisions.map(viewDecision),
      mayDecide: await mayDecide(ports, caller, script),
    },
    meta,
  };
};

/** Consent is somebody else's: whoever made or last changed a job that names the script is its author. */
export const mayDecide = async (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  script: ScriptRecord
): Promise<ScriptDetail['mayDecide']> => {
  if (caller.scopeOf('scripts-approve').jobs === 'none')
    return { ok: false, reason: 'scripts-approve' };
  const authors = await store.findScriptAuthors(script.documentId);
  return caller.userId !== null && authors.includes(caller.userId)
    ? { ok: false, reason: 'self-approval' }
    : { ok: true };
};
