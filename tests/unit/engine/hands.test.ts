import type { OnLost } from '../../../server/src/contract/job';
import { createAbort, type Abort } from '../../../server/src/engine/abort';
import { createHands, type Hand, type Hands } from '../../../server/src/engine/hands';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
let hands: Hands;
beforeEach(() => {
  clock = createVirtualClock();
  hands = createHands(clock, 2);
});

const never = createAbort();
/** As an attempt does it. */
const lend = async <T>(abort: Abort, onLost: OnLost, work: () => Promise<T>): Promise<T | null> => {
  const hand = await new Promise<Hand | null>((use) => hands.lend(abort, onLost, use));
  if (hand === null) return null;
  try {
    return await work();
  } finally {
    hands.giveBack(hand);
  }
};
const works =
  (ms: number, begun: string[] = [], name = '') =>
  async (): Promise<string> => {
    begun.push(name);
    await new Promise<void>((resolve) => clock.after(ms, resolve));
    return name;
  };

describe("a node's hands", () => {
  it('do no more at once than there are of them, in the order of asking', async () => {
    const begun: string[] = [];
    const done = ['a', 'b', 'c', 'd'].map((name) => lend(never, 'retry', works(100, begun, name)));
    await clock.settle();
    expect(begun).toEqual(['a', 'b']);
    await clock.advance('100ms');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await clock.advance('100ms');
    expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are free again after work that failed', async () => {
    const fails = async (): Promise<never> => {
      throw new Error('no');
    };
    await expect(lend(never, 'retry', fails)).rejects.toThrow('no');
    await expect(lend(never, 'retry', fails)).rejects.toThrow('no');
    expect(await lend(never, 'retry', async () => 'done')).toBe('done');
  });

  it('are not waited for by what is stopped meanwhile', async () => {
    const busy = [lend(never, 'retry', works(500)), lend(never, 'retry', works(500))];
    const stop = createAbort();
    const stopped = lend(stop, 'retry', works(1));
    await clock.settle();
    stop.abort('stopped');
    expect(await stopped).toBeNull();
    expect(await lend(stop, 'retry', works(1))).toBeNull();
    await clock.advance('500ms');
    await Promise.all(busy);
  });

  it('are waited for a second, and not by those that came later', async () => {
    const busy = [lend(never, 'retry', works(3_000)), lend(never, 'retry', works(1_500))];
    const first = lend(never, 'retry', works(1, [], 'first'));
    await clock.advance('600ms');
    const later = lend(never, 'retry', works(1, [], 'later'));
    await clock.advance('400ms');
    expect(await first).toBeNull();
    await clock.advance('600ms');
    expect(await later).toBe('later');
    await clock.advance('2s');
    await Promise.all(busy);
  });

  it('know which of them are busy with something longer, and what the last ones took', async () => {
    const busy = [lend(never, 'retry', works(300)), lend(never, 'retry', works(5))];
    await clock.advance('5ms');
    expect(hands.quick()).toBe(2);
    await clock.advance('20ms');
    expect(hands.quick()).toBe(1);
    await clock.advance('275ms');
    await Promise.all(busy);
    expect(hands.recentMs()).toEqual([5, 300]);
  });

  it('leave no timer behind', async () => {
    const all = [1, 2, 3, 4].map(() => lend(never, 'retry', works(100)));
    await clock.advance('200ms');
    await Promise.all(all);
    expect(clock.pending()).toBe(0);
  });
});
