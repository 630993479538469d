import { isOwnOnly, isOwnedBy } from '../../../admin/src/own-only';
import { actionUid, IS_OWNER_CONDITION } from '../../../server/src/contract/rights';

const action = actionUid('jobs-run');

describe('a right for own jobs only', () => {
  it('is one that no role gives without the condition', () => {
    expect(isOwnOnly([{ action, conditions: [IS_OWNER_CONDITION] }], 'jobs-run')).toBe(true);
    expect(isOwnOnly([{ action, conditions: [] }], 'jobs-run')).toBe(false);
    expect(isOwnOnly([{ action, conditions: [IS_OWNER_CONDITION] }, { action }], 'jobs-run')).toBe(
      false
    );
    expect(isOwnOnly([], 'jobs-run')).toBe(false);
  });

  it('covers the jobs of the user, not those of a token with the same number', () => {
    expect(isOwnedBy({ kind: 'user', id: '7', name: null }, 7)).toBe(true);
    expect(isOwnedBy({ kind: 'token', id: '7', name: null }, 7)).toBe(false);
    expect(isOwnedBy({ kind: 'user', id: '8', name: null }, 7)).toBe(false);
    expect(isOwnedBy(null, 7)).toBe(false);
  });
});
