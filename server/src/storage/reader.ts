import type { ScopedSession } from './jobs';

/** Turns a statement into a read outside of any transaction of ours. */
export type Reader = <Given extends unknown[], Answer>(
  statement: (session: ScopedSession, ...given: Given) => Promise<Answer>
) => (...given: Given) => Promise<Answer>;
