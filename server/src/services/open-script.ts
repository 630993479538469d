import { JobFailure, JobRefused } from '../domain/failure';
import { mayRun } from '../domain/script';
import type { ScriptBytes } from '../domain/script';
import type { ScriptDirectory, ScriptReads } from './script-ports';

/**
 * The bytes that an attempt may run: read once, and compared with what was approved. Throws JobRefused
 * (`approval-missing`) for any other bytes, JobFailure where there is no such script.
 */
export const createOpenScript =
  (scripts: ScriptDirectory, findScript: ScriptReads['findScript']) =>
  async (documentId: string, onKnown?: (path: string) => void): Promise<ScriptBytes> => {
    const { state, problems } = await scripts.state();
    if (state !== 'ready')
      throw new JobFailure(
        state === 'off'
          ? 'Scripts are off: no scripts directory is configured'
          : `The scripts directory is not to be trusted: ${problems.join('; ')}`,
        { code: 'SCRIPTS_OFF', retryable: false }
      );
    const script = await findScript(documentId);
    if (script !== undefined) onKnown?.(script.path);
    const bytes = script === undefined ? null : await scripts.read(script.path);
    if (script === undefined || bytes === null)
      throw new JobFailure('The script is not in the scripts directory', {
        code: 'SCRIPT_MISSING',
        retryable: false,
      });
    if (scripts.requireApproval && !mayRun(bytes.digest, script.decisions))
      throw new JobRefused('approval-missing');
    return bytes;
  };
