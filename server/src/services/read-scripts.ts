import type {
  ScriptChoice,
  ScriptChoicesMeta,
  ScriptDetail,
  ScriptMeta,
  ScriptsMeta,
  ScriptView,
} from '../contract/script';
import { NotFound } from './errors';
import { lookAtScripts } from './look-at-scripts';
import { nameOf } from './read-calendars';
import type { Caller, ServicePorts } from './ports';
import type { ScriptRecord } from './script-ports';
import { compareFiles, viewDecision, viewScript } from './script-view';

/**
 * All scripts of the catalogue as they are in the directory now, those that are gone included; for who may only use them
 * no more than it takes to choose one.
 */
export const listScripts = async (
  ports: ServicePorts,
  caller: Caller
): Promise<{ data: ScriptView[]; meta: ScriptsMeta } | ScriptChoices> => {
  const { meta, asItIs } = await lookAtScripts(ports);
  const scripts = (await ports.store.listScripts()).map(asItIs).map(viewScript);
  if (caller.scopeOf('scripts-read').jobs !== 'none') return { data: scripts, meta };
  return { data: scripts.map(choiceOf), meta: { state: meta.state } };
};

const choiceOf = ({ documentId, path, type, status }: ScriptView): ScriptChoice => ({
  documentId,
  path,
  type,
  status,
});

export interface ScriptChoices {
  data: ScriptChoice[];
  meta: ScriptChoicesMeta;
}

/** One script with its content, what was approved before, and every decision. Throws NotFound. */
export const readScript = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: ScriptDetail; meta: ScriptMeta }> => {
  const { meta, asItIs, bytesOf } = await lookAtScripts(ports);
  const known = await ports.store.findScript(id);
  if (known === undefined) throw new NotFound();
  const script = asItIs(known);
  const approved = await ports.store.readApprovedFiles(id);
  const jobs = await ports.store.findJobsWithScript(id, caller.scopeOf('jobs-read'), MAX_NAMED);
  const bytes = bytesOf(script.path);
  const { files, removed } =
    bytes === null ? { files: [], removed: [] } : compareFiles(bytes, approved);
  return {
    data: {
      ...viewScript(script),
      files,
      removed,
      history: script.decisions.map(viewDecision),
      mayDecide: await mayDecide(ports, caller, {
        script,
        isThere: bytes !== null,
        state: meta.state,
      }),
    },
    meta: { ...meta, jobs: jobs.map(nameOf) },
  };
};

const MAX_NAMED = 100;

/** Consent is somebody else's: whoever ever chose the script for a job or for a start is its author. */
const mayDecide = async (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  {
    script,
    isThere,
    state,
  }: { script: ScriptRecord; isThere: boolean } & Pick<ScriptsMeta, 'state'>
): Promise<ScriptDetail['mayDecide']> => {
  if (caller.scopeOf('scripts-approve').jobs === 'none')
    return { ok: false, reason: 'scripts-approve' };
  if (state !== 'ready') return { ok: false, reason: state };
  if (!isThere) return { ok: false, reason: 'missing' };
  const authors = await store.findScriptAuthors(script.documentId);
  return caller.userId !== null && authors.includes(caller.userId)
    ? { ok: false, reason: 'self-approval' }
    : { ok: true };
};
