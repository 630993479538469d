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
  const own = new LazyAbort();
  if (parent?.aborted) own.abort(parent.reason);
  parent?.onAbort(() => own.abort(parent.reason));
  return own;
};

/** A class, because each attempt has one: closures for all that it can do would be most of what an attempt holds. */
class LazyAbort implements Abort {
  aborted = false;
  reason: unknown = undefined;
  private controller: AbortController | null = null;
  private calls: (() => void)[] = [];

  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController();
      if (this.aborted) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.controller?.abort(reason);
    for (let call = this.calls.shift(); call !== undefined; call = this.calls.shift()) call();
  }

  onAbort(call: () => void): () => void {
    if (!this.aborted) this.calls.push(call);
    return () => {
      this.calls = this.calls.filter((other) => other !== call);
    };
  }
}
