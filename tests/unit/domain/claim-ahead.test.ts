import { claimAhead, RECENT } from '../../../server/src/domain/claim-ahead';

const recently = (ms: number, count = RECENT): number[] => Array.from({ length: count }, () => ms);

describe('how many executions a node claims beyond its free hands', () => {
  it('is none before it knows how long they take', () => {
    expect(claimAhead(20, recently(0, RECENT - 1))).toBe(0);
  });

  it('is none while they take their time', () => {
    expect(claimAhead(20, recently(11))).toBe(0);
    expect(claimAhead(20, [...recently(1, RECENT - 1), 600])).toBe(0);
  });

  it('is the work of a moment while they are short', () => {
    expect(claimAhead(20, recently(10))).toBe(100);
    expect(claimAhead(4, recently(1))).toBe(200);
  });

  it('has a bound, however short they are', () => {
    expect(claimAhead(1000, recently(0))).toBe(480);
  });

  it('does not count on hands that are busy with something longer', () => {
    expect(claimAhead(2, recently(10))).toBe(10);
    expect(claimAhead(0, recently(0))).toBe(0);
  });
});
