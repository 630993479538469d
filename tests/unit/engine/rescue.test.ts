import {
  anEngine,
  expectNothingLeft,
  intercept,
  stopped,
  type BenchOptions,
  type EngineBench,
} from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan } from '../../support/factories';

afterEach(expectNothingLeft);

const LEASE_MS = 60_000;

/** Node a, cut off from the database with so many executions, each of its own job, and node b beside it. */
const cutOff = async (count: number, given: BenchOptions = {}) => {
  const options = { maxConcurrent: count };
  const bench = anEngine({ options });
  const executions = Array.from({ length: count }, (_, order) => {
    const job = bench.store.addJob({ definition: aDefinition({ name: `Job ${order}` }) });
    const execution = anExecution({
      readyAt: bench.clock.now() - count + order,
      plan: aPlan({ timeoutMs: 3_600_000, onLost: 'fail' }),
    });
    bench.store.addExecution(job.id, execution);
    return execution;
  });
  bench.template('self-test', () => new Promise<never>(() => undefined));
  await bench.engine.start();
  await bench.clock.settle();
  bench.database.isAway = true;
  const { clock, store } = bench;
  const other = anEngine({ clock, store, node: { id: 'b', pid: 2 }, options, ...given });
  const rows = () => executions.map(({ documentId }) => store.execution(documentId));
  return { bench, other, rows };
};

/** Somebody holds the rows of these executions; answers how each try was made. */
const hold = (store: EngineBench['store'], isHeld: (id: number, waits: boolean) => boolean) => {
  const ways: boolean[] = [];
  intercept(store, 'record', async (record, ends, how) => {
    const waits = how?.waits ?? false;
    ways.push(waits);
    const held = ends.filter(({ ref }) => isHeld(ref.id, waits));
    const answer = await record(ends.filter((end) => !held.includes(end)));
    return { ...answer, busy: held.map(({ ref }) => ref) };
  });
  return ways;
};

const close = async (...benches: EngineBench[]): Promise<void> => {
  for (const bench of benches) {
    bench.database.isAway = false;
    await stopped(bench);
  }
};

describe('an attempt whose lease ended', () => {
  it('is found lost a moment after whoever held its job for a moment', async () => {
    const { bench, other, rows } = await cutOff(1);
    const { clock, store } = bench;
    const ways = hold(store, () => ways.length <= 3);
    await other.engine.start();
    while (ways.length === 0) await clock.advance('10ms');
    await clock.advance('200ms');
    expect(rows()[0]?.status).toBe('lost');
    await close(other, bench);
  });

  it('is looked for again every second or two while somebody holds its job, not once in a quarter of a lease', async () => {
    const { bench, other, rows } = await cutOff(1);
    const { clock, store } = bench;
    let isHeld = true;
    const ways = hold(store, () => isHeld);
    await other.engine.start();
    while (ways.length === 0) await clock.advance('10ms');
    await clock.advance('5s');
    isHeld = false;
    await clock.advance('1100ms');
    expect(rows()[0]?.status).toBe('lost');
    // And then as rarely as before.
    const looks = other.calls['findExpired'] ?? 0;
    await clock.advance(`${LEASE_MS / 4 - 1_000}ms`);
    expect(other.calls['findExpired']).toBeLessThanOrEqual(looks + 1);
    await close(other, bench);
  });

  it('queues for its job where others always outrun it', async () => {
    const { bench, other, rows } = await cutOff(1);
    const { clock, store } = bench;
    const ways = hold(store, (_id, waits) => !waits);
    await other.engine.start();
    while (ways.length === 0) await clock.advance('10ms');
    await clock.advance('600ms');
    expect(ways.filter(Boolean)).toHaveLength(1);
    expect(rows()[0]?.status).toBe('lost');
    await close(other, bench);
  });

  it('queues for three jobs at most, before it is looked for again', async () => {
    const { bench, other } = await cutOff(8);
    const { clock, store } = bench;
    const ways = hold(store, () => true);
    await other.engine.start();
    while (ways.length === 0) await clock.advance('10ms');
    await clock.advance('600ms');
    expect(ways.filter(Boolean)).toHaveLength(3);
    await close(other, bench);
  });
});

describe('after a crash of this machine', () => {
  const isAlive = (): boolean => false;

  it('a hundred attempts that somebody holds hide none of those behind them', async () => {
    const { bench, other, rows } = await cutOff(150, { isAlive });
    const held = new Set(
      rows()
        .slice(0, 120)
        .map(({ id }) => id)
    );
    hold(bench.store, (id) => held.has(id));
    await other.engine.start();
    await bench.clock.settle();
    const statuses = rows().map(({ status }) => status);
    expect(statuses).toEqual([...Array(120).fill('running'), ...Array(30).fill('lost')]);
    await close(other, bench);
  });

  it('a process is forgotten only once nothing is left of it, and what was left is found lost before its lease ends', async () => {
    const { bench, other, rows } = await cutOff(2, { isAlive });
    const { clock, store } = bench;
    const [held] = rows();
    const leaseEnds = held!.leaseUntil ?? 0;
    let isHeld = true;
    hold(store, (id) => isHeld && id === held!.id);
    const nodes = () => store.tables.nodes.map(({ id }) => id).sort();
    await other.engine.start();
    await clock.advance('5s');
    expect(rows().map(({ status }) => status)).toEqual(['running', 'lost']);
    expect(nodes()).toEqual(['a', 'b']);
    isHeld = false;
    await clock.advance('1100ms');
    expect(rows()[0]?.status).toBe('lost');
    expect(clock.now()).toBeLessThan(leaseEnds);
    expect(nodes()).toEqual(['b']);
    const looks = other.calls['findNodesOf'];
    await clock.advance('30s');
    expect(other.calls['findNodesOf']).toBe(looks);
    await close(other, bench);
  });
});
