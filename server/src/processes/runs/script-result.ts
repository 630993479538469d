import { constants as osConstants } from 'node:os';

import { JobFailure } from '../../domain/failure';
import type { RunContext } from '../../engine/ports';
import type { ScriptStart } from '../../templates/tools';
import { errnoName } from '../supervision/supervise';
import type { Ended } from '../supervision/supervise';
import { readSideFile } from './side-files';

export interface ScriptResult {
  exitCode: number;
  outputBytes: number;
  result: unknown;
}

/** What became of a script. Throws a JobFailure with the exit code or the signal where that is no success. */
export const resultOf = async (
  ended: Ended & { outputBytes: number },
  { log, signal }: Pick<RunContext, 'log' | 'signal'>,
  { successExitCodes }: Pick<ScriptStart, 'successExitCodes'>,
  resultFile: string
): Promise<ScriptResult> => {
  tellOfOthers(ended, log);
  signal.throwIfAborted();
  const code = exitCodeOf(ended);
  if (!successExitCodes.includes(code))
    throw new JobFailure(`The script ended with exit code ${code}`, {
      code: `EXIT_${code}`,
      exitCode: code,
    });
  const said = await readSideFile(resultFile);
  if (said?.ok === false) log.warn(`The result file was not used: ${said.why}.`);
  const result = said?.ok === true ? said.value : null;
  return { exitCode: code, outputBytes: ended.outputBytes, result };
};

const tellOfOthers = ({ leftOver, survivors }: Ended, log: RunContext['log']): void => {
  const ended = leftOver - survivors;
  if (ended > 0)
    log.warn(`${ended} processes were still there when the script was over; they were ended.`);
  if (survivors > 0)
    log.error(
      `${survivors} processes of the script could not be ended and still run on this host.`
    );
};

const exitCodeOf = ({ end, stoppedBy }: Ended): number => {
  if (stoppedBy === 'standstill') throw stoodStill();
  if (stoppedBy !== null) throw notVouchedFor();
  switch (end.kind) {
    case 'not-started':
      throw notStarted(end.errno);
    case 'unknown':
      throw supervisorKilled();
    case 'signal':
      throw killed(end.signal);
    case 'exit':
      return end.code;
  }
};

const stoodStill = (): JobFailure =>
  new JobFailure('The script was ended because this server was stopped (SIGSTOP)', {
    code: 'SERVER_STOPPED',
  });

const notVouchedFor = (): JobFailure =>
  new JobFailure('The script was ended because this server did not vouch for it any more', {
    code: 'LEASE_LOST',
  });

const supervisorKilled = (): JobFailure =>
  new JobFailure('The supervisor of the script was killed, and the script with it', {
    code: 'SUPERVISOR_KILLED',
  });

/** What a busy host lacks now it may have later. */
const SCARCE = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'];

const notStarted = (errno: number): JobFailure => {
  const name = errnoName(errno);
  return new JobFailure(`The script could not be started (${name})`, {
    code: name,
    retryable: SCARCE.includes(name),
  });
};

/** What these come from, as a rule: the kernel does not say. */
const CAUSES: Record<string, string> = {
  SIGKILL:
    ': it went beyond scripts.maxMemoryMb, scripts.maxCpuSeconds or the memory of this host, or somebody killed it',
  SIGXFSZ: ': it wrote a file larger than scripts.maxFileMb allows',
};

const killed = (signal: number): JobFailure => {
  const [name = `signal ${signal}`] =
    Object.entries(osConstants.signals).find(([, value]) => value === signal) ?? [];
  return new JobFailure(`The script was ended by ${name}${CAUSES[name] ?? ''}`, { code: name });
};
