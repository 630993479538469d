import { retryConflicts } from '../../../server/src/storage/engine/retry-conflicts';

const failingWith = (code: string, times: number) => {
  let calls = 0;
  const work = async (): Promise<string> => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error(code), { code });
    return 'done';
  };
  return { work, calls: () => calls };
};

describe('work that got in the way of another', () => {
  it.each(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', '40P01', '40001', 'SQLITE_BUSY'])(
    'is done again after %s',
    async (code) => {
      const { work, calls } = failingWith(code, 2);
      expect(await retryConflicts(work)).toBe('done');
      expect(calls()).toBe(3);
    }
  );

  it('is given up after ten tries', async () => {
    const { work, calls } = failingWith('40P01', 99);
    await expect(retryConflicts(work)).rejects.toThrow('40P01');
    expect(calls()).toBe(10);
  });

  it('is not repeated for any other reason', async () => {
    const { work, calls } = failingWith('ECONNRESET', 99);
    await expect(retryConflicts(work)).rejects.toThrow('ECONNRESET');
    expect(calls()).toBe(1);
  });
});
