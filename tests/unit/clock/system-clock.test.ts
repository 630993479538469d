import { createSystemClock } from '../../../server/src/system-clock';

/** A database whose clock is `ahead` of the node's monotonic time and answers whole milliseconds. */
const aDatabaseClock = (ahead: number) => (monotonic: number) => Math.floor(monotonic + ahead);

describe('the system clock', () => {
  it('follows the database clock and never runs ahead of it', () => {
    const clock = createSystemClock();
    const databaseNow = aDatabaseClock(1_800_000_000_000.4);
    for (const wayThere of [4, 0.5, 20, 1]) {
      const sentAt = clock.monotonic();
      clock.sample(databaseNow(sentAt + wayThere), sentAt, sentAt + wayThere + 3);
    }
    const before = clock.monotonic();
    const now = clock.now();
    const after = clock.monotonic();
    expect(now).toBeLessThanOrEqual(after + 1_800_000_000_000.4);
    expect(now).toBeGreaterThan(before + 1_800_000_000_000.4 - 6);
  });

  it('does not care how wrong the node clock is', () => {
    const clock = createSystemClock();
    const at = clock.monotonic();
    clock.sample(1_000_000, at, at);
    expect(Math.abs(clock.now() - 1_000_000)).toBeLessThan(1000);
    expect(clock.skewMs()).toBeGreaterThan(10 ** 12);
  });

  it('follows a database clock that is set back', () => {
    const clock = createSystemClock();
    const at = clock.monotonic();
    clock.sample(5_000_000, at, at + 1);
    clock.sample(4_000_000, at + 2, at + 3);
    expect(clock.now()).toBeLessThan(4_100_000);
  });
});
