import { JobFailure } from '../domain/failure';
import type { Masker } from '../domain/secrets/masker';
import type { KeepArtifact } from './artifacts';
import type { RunningAttempt } from './attempt';
import type { Ports } from './ports';

/** `context.artifact` of one attempt: it ends with the attempt, and its names show no secret. */
export const keepArtifactOf =
  (
    { artifacts }: Pick<Ports, 'artifacts'>,
    { execution, abort }: RunningAttempt,
    { mask }: Pick<Masker, 'mask'>
  ): KeepArtifact =>
  async (name, content, { signal, ...options } = {}) => {
    if (artifacts === undefined) throw nowhere();
    return artifacts.keep(
      { ref: execution.ref, job: { documentId: execution.job.documentId } },
      {
        name: mask(name),
        content,
        options: {
          ...options,
          signal: signal === undefined ? abort.signal : AbortSignal.any([abort.signal, signal]),
        },
      }
    );
  };

const nowhere = (): JobFailure =>
  new JobFailure('Nothing can be kept here', { code: 'ARTIFACTS_UNAVAILABLE', retryable: false });
