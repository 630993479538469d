/**
 * An AbortController whose signal is made when somebody asks for it: of most attempts nobody does, and making one costs
 * more than the rest of a short attempt. The first abort counts.
 */
export interface Abort {
  readonly aborted: boolean;
  /** What it was aborted with. */
  readonly reason: unknown;
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Calls back once, at the abort; never where that has been. Answers how to leave. */
  onAbort(call: () => void): () => void;
}

/** With a parent: aborted with it, for the same reason. */
export const createAbort = (parent?: Abort): Abort => {
  const calls = new Set<() => void>();
  let controller: AbortController | null = null;
  let aborted = false;
  let reason: unknown;

  const abort = (cause: unknown): void => {
    if (aborted) return;
    aborted = true;
    reason = cause;
    controller?.abort(cause);
    for (const call of calls) call();
    calls.clear();
  };
  const own: Abort = {
    get aborted() {
      return aborted;
    },
    get reason() {
      return reason;
    },
    get signal() {
      if (controller === null) {
        controller = new AbortController();
        if (aborted) controller.abort(reason);
      }
      return controller.signal;
    },
    abort,
    onAbort: (call) => {
      if (!aborted) calls.add(call);
      return () => calls.delete(call);
    },
  };
  if (parent?.aborted) abort(parent.reason);
  parent?.onAbort(() => abort(parent.reason));
  return own;
};
