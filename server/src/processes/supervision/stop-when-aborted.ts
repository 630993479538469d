import type { Supervised } from './supervise';

/**
 * Stops it with its attempt: with its grace while the attempt is ours, at once where somebody else may be at it already.
 * Answers how to let go of it.
 */
export const stopWhenAborted = (
  { signal, trustedForMs }: { signal: AbortSignal; trustedForMs(): number },
  child: Pick<Supervised, 'stop' | 'trust'>
): (() => void) => {
  const stop = (): void => {
    if (trustedForMs() > 0) child.stop();
    else child.trust(0);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
};
