import type { ScriptsMeta } from '../contract/script';
import type { ScriptBytes } from '../domain/script';
import type { ServicePorts } from './ports';
import type { ScriptRecord } from './script-ports';

/** What the directory holds at this moment. */
export interface ScriptsNow {
  meta: ScriptsMeta;
  /** A script of the catalogue as it is now; as it was last seen where the directory is not to be trusted. */
  asItIs(script: ScriptRecord): ScriptRecord;
  /** Null where it is not there. */
  bytesOf(path: string): ScriptBytes | null;
}

/**
 * Looks through the directory and writes nothing down: what is new there is in the catalogue as soon as the watch has
 * seen it.
 */
export const lookAtScripts = async ({
  scripts,
  clock,
}: Pick<ServicePorts, 'scripts' | 'clock'>): Promise<ScriptsNow> => {
  const { directory, requireApproval } = scripts;
  const state = await scripts.state();
  const meta = { directory, requireApproval, left: [], ...state };
  if (state.state !== 'ready') return { meta, asItIs: (script) => script, bytesOf: () => null };
  const found = await scripts.find();
  const byPath = new Map(found.scripts.map((bytes) => [bytes.path, bytes]));
  const seenAt = clock.now();
  return {
    meta: { ...meta, left: found.left },
    asItIs: (script) => {
      const bytes = byPath.get(script.path);
      return bytes === undefined
        ? { ...script, isMissing: true }
        : { ...script, ...recordOf(bytes), isMissing: false, seenAt };
    },
    bytesOf: (path) => byPath.get(path) ?? null,
  };
};

const recordOf = ({ type, interpreter, digest, size, manifest }: ScriptBytes) => ({
  type,
  interpreter,
  digest,
  size,
  takesOptions: manifest.options,
  description: manifest.description,
});
