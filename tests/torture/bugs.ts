import type { Knex } from 'knex';

import type { Advance, EngineStore, Ports, Ref } from '../../server/src/engine/ports';
import { toClaimed } from '../../server/src/storage/engine/rows';
import type { DatabaseName } from '../support/databases';
import { BUGS_OF_GUARDS } from './bugs-of-guards';

/** Where a bug is planted: between an engine and its store. */
export interface Site {
  knex: Knex;
  /** True time, as the database sees it. */
  now: () => number;
  /** Time that passes on this node. */
  wait: (ms: number) => Promise<void>;
}

/** A mistake that somebody could make. It is made in the test process only: the plugin has no switch for it. */
export interface Bug {
  name: string;
  /** What the mistake is. */
  sentence: string;
  /** The stage that must turn red. */
  stage: 'simulation' | 'crash-points' | 'network';
  /** Some hundred seeds go by before it shows: too many for the short form. */
  isRare?: true;
  /** Where it can be planted; everywhere where left out. */
  databases?: readonly DatabaseName[];
  store?: (store: EngineStore, site: Site) => EngineStore;
  ports?: (ports: Ports, index: number) => Ports;
  /** What a node takes for the database's clock, by its number. */
  skewMs?: (index: number) => number;
  /** Rewrites statements on their way to the database. */
  sql?: (sql: string) => string;
  /** The unique index over (job, slot) is dropped. */
  dropsSlotIndex?: true;
  /** Store calls have no time limit. */
  hasNoTimeLimit?: true;
}

const EXECUTIONS = 'job_scheduler_executions';
const JOBS = 'job_scheduler_jobs';

/** The records of a step, the cursor left where it is. */
const withoutMove = (advance: Advance): Advance => ({
  ...advance,
  nextAt: advance.fromNextAt,
  cursorAt: advance.fromNextAt - 1,
});
const withoutRecords = (advance: Advance): Advance => ({ ...advance, executions: [] });

/** Skew of the node clocks in milliseconds. */
const SKEWS = [0, 600_000, -600_000];

export const BUGS: readonly Bug[] = [
  {
    name: 'no-unique-index',
    sentence:
      'Nothing but the cursor keeps an occurrence from having two records, and the cursor is moved afterwards.',
    stage: 'simulation',
    dropsSlotIndex: true,
    sql: (sql) =>
      sql
        .replace(/ON CONFLICT \(job_id, slot_at\) WHERE slot_at IS NOT NULL DO NOTHING/i, '')
        .replace(/(SELECT job_id, slot_at FROM \S+\s+WHERE )/i, '$1 1 = 0 AND '),
    store: (store) => ({
      ...store,
      enqueueDue: async (advances, admit) => {
        await store.enqueueDue(advances.map(withoutMove), admit);
        return store.enqueueDue(advances.map(withoutRecords), admit);
      },
    }),
  },
  {
    name: 'cursor-before-records',
    sentence: 'The cursor moves in one transaction, the records are inserted in the next one.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      enqueueDue: async (advances, admit) => {
        const moved = await store.enqueueDue(advances.map(withoutRecords), admit);
        const late = advances.flatMap((advance) =>
          advance.nextAt === null ? [] : [{ ...advance, fromNextAt: advance.nextAt }]
        );
        await store.enqueueDue(late, admit);
        return moved;
      },
    }),
  },
  {
    name: 'cursor-outside-transaction',
    sentence: 'The cursor is written after the records, by whoever comes, without a comparison.',
    stage: 'simulation',
    store: (store, { knex, wait }) => ({
      ...store,
      enqueueDue: async (advances, admit) => {
        const inserted = await store.enqueueDue(advances.map(withoutMove), admit);
        await wait(20);
        for (const { job, nextAt, cursorAt } of advances) {
          await knex(JOBS).where({ id: job.id }).update({ next_at: nextAt, cursor_at: cursorAt });
        }
        return inserted;
      },
    }),
  },
  {
    name: 'dropped-without-record',
    sentence: 'Occurrences that are not made up for leave no record.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      enqueueDue: (advances, admit) =>
        store.enqueueDue(
          advances.map((advance) => ({
            ...advance,
            executions: advance.executions.filter(({ status }) => status !== 'missed'),
          })),
          admit
        ),
    }),
  },
  {
    name: 'node-clock-for-due',
    sentence: 'The clock of the node says what is due.',
    stage: 'simulation',
    skewMs: (index) => SKEWS[index % 3]!,
  },
  {
    name: 'claim-without-status',
    sentence: 'A claim takes what it has read as waiting, without looking whether it still does.',
    stage: 'simulation',
    store: (store, { knex, now, wait }) => ({
      ...store,
      claim: async ({ node, token, limit, leaseMs, aheadMs }) => {
        const rows: Record<string, unknown>[] = await knex(EXECUTIONS)
          .where({ claimable: 1 })
          .andWhere('ready_at', '<=', now() + aheadMs)
          .orderBy('id')
          .limit(limit);
        await wait(5);
        const at = now();
        const taken = { status: 'running', claimable: null, claim_token: token, node };
        const ids = rows.map((row) => Number(row['id']));
        await knex(EXECUTIONS)
          .whereIn('id', ids)
          .update({ ...taken, lease_until: at + leaseMs, started_at: at })
          .increment('attempt', 1);
        const executions = rows.map((row) =>
          toClaimed({ ...row, ...taken, attempt: Number(row['attempt']) + 1, started_at: at })
        );
        return { now: at, executions };
      },
    }),
  },
  {
    name: 'no-fence',
    sentence: 'What an attempt came to is written whoever owns the execution by now.',
    stage: 'simulation',
    store: (store, { knex }) => ({
      ...store,
      record: async (ends) => {
        const asOwner = [];
        for (const end of ends) asOwner.push({ ...end, ref: await presentRef(knex, end.ref) });
        return { ...(await store.record(asOwner)), stale: [] };
      },
    }),
  },
  {
    name: 'lease-never-checked',
    sentence: 'A node that cannot renew its leases goes on as if it had.',
    stage: 'simulation',
    isRare: true,
    store: (store) => ({
      ...store,
      heartbeat: (request) =>
        store
          .heartbeat(request)
          .then(({ cancelRequested }) => ({ lost: [], cancelRequested }))
          .catch(() => ({ lost: [], cancelRequested: [] })),
    }),
  },
  {
    name: 'claim-without-lease',
    sentence: 'A claim sets no lease, so that nobody finds what a dead node ran.',
    stage: 'simulation',
    store: (store, { knex }) => ({
      ...store,
      claim: async (request) => {
        const claimed = await store.claim(request);
        const forget = knex(EXECUTIONS).where({ claim_token: request.token });
        if (claimed.executions.length > 0) await forget.update({ lease_until: null });
        return claimed;
      },
      heartbeat: async () => ({ lost: [], cancelRequested: [] }),
    }),
  },
  {
    name: 'rescue-ignores-lease',
    sentence: 'Whatever another node runs is taken for lost.',
    stage: 'simulation',
    store: (store, { knex }) => ({
      ...store,
      findExpired: async ({ limit, except }) => {
        const rows: Record<string, unknown>[] = await knex(EXECUTIONS)
          .where({ status: 'running' })
          .whereNotIn('id', except)
          .limit(limit);
        return rows.map(toClaimed);
      },
    }),
  },
  {
    name: 'boot-rescues-the-living',
    sentence: 'A process that starts takes every other one of its machine for dead.',
    stage: 'simulation',
    ports: (ports) => ({ ...ports, isAlive: () => false }),
  },
  {
    name: 'cancel-not-final',
    sentence: 'What is tried again, or found lost, forgets that it was to be cancelled.',
    stage: 'simulation',
    store: (store, { knex }) => ({
      ...store,
      record: async (ends) => {
        const again = ends.filter(({ next }) => next.status === 'queued');
        const ids = again.map(({ ref }) => ref.id);
        await knex(EXECUTIONS).whereIn('id', ids).update({ cancel_requested_at: null });
        return store.record(ends);
      },
    }),
  },
  {
    name: 'promotion-without-lock',
    sentence:
      'The next one of a job that does not overlap gets its turn without a look at the others.',
    stage: 'simulation',
    store: (store, { knex }) => ({
      ...store,
      record: async (ends) => {
        const recorded = await store.record(ends);
        const [next]: { id: number }[] = await knex(EXECUTIONS)
          .where({ claimable: 0 })
          .orderBy('id')
          .limit(1);
        if (next) await knex(EXECUTIONS).where({ id: next.id }).update({ claimable: 1 });
        return recorded;
      },
    }),
  },
  ...BUGS_OF_GUARDS,
  {
    name: 'no-transaction',
    sentence: 'The statements of a step are not held together by a transaction.',
    stage: 'crash-points',
    sql: (sql) => (/^(BEGIN|COMMIT|ROLLBACK)\b/i.test(sql) ? 'SELECT 1' : sql),
  },
  {
    name: 'node-id-is-host-name',
    sentence:
      'A node is called like its machine, so that a new process takes a dead one for itself.',
    stage: 'crash-points',
    ports: (ports) => ({ ...ports, node: { ...ports.node, id: ports.node.host.slice(0, 24) } }),
  },
  {
    name: 'no-time-limit',
    sentence: 'A call waits for ever for an answer of the database.',
    stage: 'network',
    databases: ['postgres', 'mysql'],
    hasNoTimeLimit: true,
  },
];

/** The proof of whoever owns the execution now. */
const presentRef = async (knex: Knex, ref: Ref): Promise<Ref> => {
  const row = await knex(EXECUTIONS)
    .where({ id: ref.id })
    .first<{ attempt: number; claim_token: string | null } | undefined>();
  if (!row?.claim_token) return ref;
  return { ...ref, attempt: row.attempt, token: row.claim_token };
};
