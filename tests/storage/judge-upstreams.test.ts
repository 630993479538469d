import { judgeByUpstreams } from '../../server/src/storage/engine/judge-upstreams';
import { nowSql } from '../../server/src/storage/engine/database-clock';
import { quotedTables } from '../../server/src/storage/engine/session';
import type { Session } from '../../server/src/storage/engine/session';
import { databaseDependencyBench } from '../support/dependency-bench';
import type { DependencyBench } from '../support/dependency-bench';
import { anAdvance, anExecution, aPlan } from '../support/factories';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { START } from '../support/store-bench';
import { anEnd } from './dependencies.suite';

let database: SchemaDatabase;
let bench: DependencyBench;
beforeAll(async () => {
  database = await createSchema('sqlite');
}, 120_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  bench = await databaseDependencyBench(database);
});

/** Does something between the statements of a session, as another connection would: after the `turn`-th of them. */
const interrupted = (turn: number, work: () => Promise<unknown>): Session => {
  const { knex, client } = database;
  let sent = 0;
  const raw = async (sql: string, bindings: never): Promise<unknown> => {
    const answer: unknown = await knex.raw(sql, bindings);
    if (++sent === turn) await work();
    return answer;
  };
  const connection = { raw } as unknown as Session['connection'];
  return { connection, client, tables: quotedTables(knex), now: nowSql(client, () => START) };
};

it.each([1, 2])(
  'an upstream execution that ends while it is looked for is never overlooked (after statement %i)',
  async (turn) => {
    const upstream = await bench.add();
    const job = await bench.add({ on: [upstream] });
    const claim = { node: 'a', limit: 9, total: null, leaseMs: 60_000, aheadMs: 0 };
    const aStart = () => anExecution({ readyAt: START, plan: aPlan({ overlap: 'allow' }) });
    await bench.start(upstream, aStart());
    const [first] = (await bench.store.claim({ ...claim, token: 'first' })).executions;
    await bench.store.record([anEnd(first!, 'succeeded')]);
    await bench.start(upstream, aStart());
    const [second] = (await bench.store.claim({ ...claim, token: 'second' })).executions;

    const session = interrupted(turn, () => bench.store.record([anEnd(second!, 'failed')]));
    const advance = anAdvance({
      job: { ...job, revision: 1, overlap: 'allow' },
      dependencies: { mode: 'all_success', jobs: [upstream.documentId] },
      executions: [aStart()],
    });
    const [step] = await judgeByUpstreams(session, [
      { ...advance, now: START, breakerUntil: null },
    ]);
    expect(step?.executions[0]?.upstreams[0]?.execution).toBe(second?.documentId);
    expect(step?.executions[0]?.status).not.toBe('queued');
  }
);
