import type { ScriptsMeta } from '../contract/script';
import type { ServicePorts } from './ports';

/**
 * Looks through the directory and writes down what is there: new scripts, changed bytes, missing ones. Answers what was
 * left out, and why.
 */
export const scanScripts = async ({ store, scripts, ids }: ServicePorts): Promise<ScriptsMeta> => {
  const { directory, requireApproval } = scripts;
  const state = await scripts.state();
  const meta = { directory, requireApproval, left: [], ...state };
  if (state.state !== 'ready') return meta;
  const found = await scripts.find();
  await store.change((changes) => changes.syncScripts(found.scripts, () => ids.documentId()));
  return { ...meta, left: found.left };
};
