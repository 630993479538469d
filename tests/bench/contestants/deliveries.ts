import { quantile } from '../quantiles';

/** Counts what a handler was handed, by key, and when. */
export interface Deliveries {
  /** Tells that the occurrence of this key started now. */
  add(key: string): void;
  /** Resolves when that many have come. */
  all(count: number): Promise<void>;
  /** How many of `count` never came, and how many came more than once. */
  exact(count: number): { missing: number; duplicate: number };
  /** Epoch milliseconds of each key's first start. */
  starts(): Map<string, number>;
  clear(): void;
}

export const countDeliveries = (): Deliveries => {
  const starts = new Map<string, number>();
  let total = 0;
  let wanted = Infinity;
  let reached: () => void = () => undefined;
  return {
    add: (key) => {
      total += 1;
      if (!starts.has(key)) starts.set(key, performance.timeOrigin + performance.now());
      if (total >= wanted) reached();
    },
    all: (count) =>
      new Promise((resolve) => {
        wanted = count;
        reached = resolve;
        if (total >= count) resolve();
      }),
    exact: (count) => ({ missing: count - starts.size, duplicate: total - starts.size }),
    starts: () => starts,
    clear: () => {
      starts.clear();
      total = 0;
      wanted = Infinity;
    },
  };
};

const RESOLUTION_MS = 5;

/**
 * How long somebody who comes at any moment would have to wait for the event loop while `work` went on: the 99th
 * percentile, in milliseconds. A loop that stands still for a second is met by whoever comes in that second, not by one.
 */
export const watchLoop = async (work: () => Promise<unknown>): Promise<number> => {
  const waits: number[] = [];
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    for (let wait = now - last - RESOLUTION_MS; wait > -RESOLUTION_MS; wait -= RESOLUTION_MS)
      waits.push(Math.max(0, wait));
    last = now;
  };
  const timer = setInterval(look, RESOLUTION_MS);
  await work();
  // A loop that stands still does so until its next turn, not until the work is done.
  await new Promise((resolve) => setTimeout(resolve, RESOLUTION_MS));
  clearInterval(timer);
  look();
  return quantile(waits, 0.99);
};

/** Looks again and again until it is so. */
export const until = async (isSo: () => Promise<boolean>, everyMs = 5): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, everyMs));
};

/** The same for every contestant. */
export const PAYLOAD = { payload: 'x'.repeat(242) };
