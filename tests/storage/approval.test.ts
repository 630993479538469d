import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import {
  databaseApprovalBench,
  memoryApprovalBench,
  scriptsOf,
  type ApprovalBench,
} from '../support/approval-bench';
import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import { admit, anAdvance, anEnd, anExecution, aPlan, aSuccess } from '../support/factories';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { statementsOf } from '../support/statements';
import { START } from '../support/store-bench';
import { approvalSuite } from './approval.suite';
import { consumeAll } from './dependencies.suite';

describe('approval in memory', () => {
  approvalSuite(memoryApprovalBench);
});

for (const name of DATABASES.filter(isAvailable)) {
  describe(`approval on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    approvalSuite(() => databaseApprovalBench(database));
    describe('and the claim', () => {
      claimSuite(name, () => database);
    });

    if (name === 'mysql')
      describe('on a server that cannot skip locked rows', () => {
        approvalSuite(() => databaseApprovalBench(database, { skipsLocked: false }));
      });
  });
}

const REQUEST = { node: 'a', token: 't', limit: 9, total: null, leaseMs: 60_000, aheadMs: 0 };

/** What the claim sends, and what it does where somebody is in its way. */
function claimSuite(name: DatabaseName, open: () => SchemaDatabase): void {
  let bench: ApprovalBench;
  beforeEach(async () => {
    bench = await databaseApprovalBench(open());
    await bench.see('read');
    await bench.decide('read', 'approved');
  });

  const queued = async (parameters: Record<string, unknown>) => {
    const job = await bench.addJob({ nextAt: START });
    const plan = aPlan({ overlap: 'allow' });
    const execution = anExecution({ slotAt: START, readyAt: START, parameters, plan });
    const step = anAdvance({
      job: { ...job, revision: 1, overlap: 'allow' },
      fromNextAt: START,
      executions: [execution],
    });
    const sent = await statementsOf(open(), () => bench.store.enqueueDue([step], admit));
    return { job, sent };
  };
  const aboutScripts = (sent: { sql: string }[]) =>
    sent.filter(({ sql }) => sql.includes('job_scheduler_script'));

  it('asks about scripts where there are any, once for all, and nothing where there are none', async () => {
    const scripts = { read: await queued({ script: 'read' }), none: await queued({}) };
    expect(aboutScripts(scripts.read.sent)).toHaveLength(1);
    expect(aboutScripts(scripts.none.sent)).toHaveLength(0);
    await queued({ script: 'read' });
    const sent = await statementsOf(open(), () => bench.store.claim(REQUEST));
    expect(aboutScripts(sent)).toHaveLength(1);

    const claimsOfPlain = async (asks: boolean) => {
      await queued({});
      const { knex, client } = open();
      const own = { knex, client, now: () => START, ...(asks ? { scriptsOf } : {}) };
      const store = createEngineStore(own);
      if (client === 'mysql') await store.claim({ ...REQUEST, limit: 1, token: 'first' });
      await queued({});
      const all = await statementsOf(open(), () => store.claim({ ...REQUEST, token: `${asks}` }));
      return all.map(({ sql }) => sql).filter((sql) => !/^(BEGIN|COMMIT|SET TRAN)/i.test(sql));
    };
    const plain = await claimsOfPlain(false);
    expect(await claimsOfPlain(true)).toEqual(plain);
  });

  it('takes the claim and what it refuses back together', async () => {
    const { job } = await queued({ script: 'read' });
    await bench.decide('read', 'rejected');
    const fails = () => {
      throw new Error('in the middle of the claim');
    };
    const store = createEngineStore({ ...open(), now: () => START, scriptsOf: fails });
    await expect(store.claim(REQUEST)).rejects.toThrow('in the middle');
    const [row] = await bench.executionsOf(job.id);
    expect(row).toMatchObject({ status: 'queued', claimable: 1, attempt: 0, claimToken: null });
  });

  it('is asked for one more attempt by hand: it is skipped at once, and its job counts it no more', async () => {
    const upstream = await bench.add();
    const dependent = await bench.add({ on: [upstream] });
    const plan = aPlan({ overlap: 'allow' });
    const parameters = { script: 'read' };
    await bench.start(upstream, anExecution({ readyAt: START, plan, parameters }));
    const [claimed] = (await bench.store.claim(REQUEST)).executions;
    const end = { ...aSuccess(START), status: 'failed' as const };
    await bench.store.record([anEnd(claimed!, end)]);
    await consumeAll(bench.store);
    await bench.decide('read', 'rejected');
    expect(await bench.retry(claimed!.documentId)).toBe('refused');
    expect((await bench.executionsOf(upstream.id))[0]).toMatchObject({
      status: 'skipped',
      reason: 'approval-missing',
      claimable: null,
      attempt: 1,
      attempts: [{ status: 'failed' }],
      finishedAt: START,
    });
    expect(await bench.job(upstream.id)).toMatchObject({ executionCount: 0, failureCount: 0 });
    await consumeAll(bench.store);
    // What depended on the failure gets another round, as with any other attempt, and that one fails too.
    expect(await bench.rounds(dependent)).toMatchObject([
      { reason: 'dependency-failed', upstreams: [{ status: 'failed' }] },
      { reason: 'dependency-failed', upstreams: [{ status: 'skipped' }] },
    ]);
    await bench.decide('read', 'approved');
    expect(await bench.retry(claimed!.documentId)).toBe('not-unsuccessful');
  });

  // SQLite has one writer, who is never in its own way.
  if (name !== 'sqlite')
    it('waits for nobody who holds the job: its node gets it, to record that it must not run', async () => {
      const { job } = await queued({ script: 'read' });
      await queued({});
      await bench.decide('read', 'rejected');
      const gone = await open().knex.transaction({ isolationLevel: 'read committed' });
      try {
        await gone('job_scheduler_jobs').where({ id: job.id }).forUpdate().select('id');
        const { executions, skipped } = await bench.store.claim(REQUEST);
        expect(executions.map(({ refusal }) => refusal?.reason)).toEqual([
          'approval-missing',
          undefined,
        ]);
        expect(skipped).toEqual([]);
      } finally {
        await gone.rollback();
      }
    });
}
