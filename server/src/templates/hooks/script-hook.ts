import type { ScriptHook } from '../../contract/hook';
import type { Hook, Outcome } from '../../engine/ports';
import { assertArguments } from '../script-arguments';
import type { ScriptTools } from '../tools';

/** Of longer output the beginning and the end are kept. */
const OUTPUT_CAP_BYTES = 65_536;

/** A script of the catalogue as a hook: its bytes must be approved when the attempt begins, and again when it runs. */
export const scriptHook = (
  scripts: Pick<ScriptTools, 'open' | 'run' | 'goneWithinMs'>,
  { script, args, env, timeoutMs }: ScriptHook
): Hook => {
  let name = script;
  const open = async () => {
    const bytes = await scripts.open(script, (path) => (name = path));
    assertArguments(args, bytes.manifest.options);
    return bytes;
  };
  return {
    get name() {
      return name;
    },
    timeoutMs,
    graceMs: scripts.goneWithinMs,
    check: async () => void (await open()),
    run: async (context, outcome) =>
      scripts.run(
        { ...context, progress: () => undefined },
        {
          script: await open(),
          args,
          env: { ...env, ...variablesOf(outcome) },
          workingDirectory: null,
          successExitCodes: [0],
          outputCapBytes: OUTPUT_CAP_BYTES,
        }
      ),
  };
};

/** What a script learns of the attempt that it runs after. */
const variablesOf = (outcome: Outcome | null): Record<string, string> =>
  outcome === null
    ? { JOB_HOOK: 'before' }
    : {
        JOB_HOOK: 'after',
        JOB_OUTCOME: outcome.status,
        JOB_WILL_RETRY: String(outcome.willRetry),
        JOB_EXIT_CODE: outcome.exitCode === null ? '' : String(outcome.exitCode),
        JOB_ERROR_CODE: outcome.error?.code ?? '',
        JOB_ERROR_MESSAGE: outcome.error?.message ?? '',
      };
