import type { Session } from './session';

/**
 * What a read adds that must see what was written before the lock that its transaction holds. MySQL: a plain read in a
 * caller's REPEATABLE READ transaction would answer what was there before the lock. The store's own transactions need
 * no lock for that, and do not wait for a claim that was cut off.
 */
export const latest = (session: Session): string =>
  session.client === 'mysql' && !session.readsCommitted ? 'FOR UPDATE' : '';
