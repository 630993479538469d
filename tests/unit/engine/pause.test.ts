import type { JobDefinition } from '../../../server/src/contract/job';
import { UNTIL_RESUMED } from '../../../server/src/domain/job-times';
import { anEngine, expectNothingLeft, stopped, type EngineBench } from '../../support/engine-bench';
import { aCron, aDefinition, anExecution } from '../../support/factories';
import { ms } from '../../support/virtual-clock';

afterEach(expectNothingLeft);

/** A job of every minute, due for the first time in a minute. */
const minutely = (bench: EngineBench, given: Partial<JobDefinition> = {}) => {
  const definition = aDefinition({ schedules: [aCron('* * * * *')], ...given });
  return bench.store.addJob({ definition, nextAt: bench.clock.now() + 60_000 });
};

const minutesOf = (bench: EngineBench, id: number) =>
  bench.store.executionsOf(id).map((row) => {
    const minute = new Date(row.slotAt ?? 0).toISOString().slice(11, 16);
    return row.status === 'missed'
      ? `${minute} missed ${row.missedCount} ${row.reason}`
      : `${minute} ${row.status}`;
  });

const pauseAll = (bench: EngineBench, duration: string | null): void => {
  const at = bench.clock.now();
  const until = duration === null ? UNTIL_RESUMED : at + ms(duration);
  bench.store.tables.pause = { at, until };
};
const resumeAll = (bench: EngineBench): void => {
  const { tables } = bench.store;
  tables.pauses.push({ from: tables.pause?.at ?? 0, to: bench.clock.now() });
  tables.pause = null;
};

describe('a paused job', () => {
  test('goes on by itself at the end of its pause, with one record of what fell into it', async () => {
    const bench = anEngine();
    const job = minutely(bench);
    const now = bench.clock.now();
    Object.assign(job, { pausedUntil: now + ms('5m'), nextAt: now + ms('5m'), cursorAt: now });
    await bench.engine.start();
    await bench.clock.advance('4m');
    expect(minutesOf(bench, job.id)).toEqual([]);
    await bench.clock.advance('2m');
    expect(minutesOf(bench, job.id)).toEqual([
      '00:04 missed 4 paused',
      '00:05 succeeded',
      '00:06 succeeded',
    ]);
    expect(bench.store.executionsOf(job.id)[0]?.missedFrom).toBe(now + 60_000);
    expect(job.pausedUntil).toBeNull();
    expect(bench.store.tables.audit).toEqual([{ action: 'job.resume', job: job.documentId }]);
    expect(bench.events.of('job.resumed')).toMatchObject([{ job: { name: job.name } }]);
    await stopped(bench);
  });

  test('whose pause ended while no node ran owes the rest by the rules of missed', async () => {
    const bench = anEngine();
    const job = minutely(bench, { missed: { policy: 'last', windowMs: 3_600_000 } });
    const now = bench.clock.now();
    Object.assign(job, { pausedUntil: now + ms('5m'), nextAt: now + ms('5m'), cursorAt: now });
    await bench.clock.advance('630s');
    await bench.engine.start();
    await bench.clock.settle();
    expect(minutesOf(bench, job.id)).toEqual([
      '00:04 missed 4 paused',
      '00:09 missed 5 catch-up-exceeded',
      '00:10 succeeded',
    ]);
    await stopped(bench);
  });
});

describe('a pause of all nodes', () => {
  test('puts nothing on record and claims nothing; what runs goes on; starts by hand wait', async () => {
    const bench = anEngine();
    let finish: (value: null) => void = () => undefined;
    bench.template('self-test', () => new Promise((resolve) => (finish = resolve)));
    const job = minutely(bench);
    await bench.engine.start();
    await bench.clock.advance('1m');
    pauseAll(bench, null);
    bench.engine.wake();
    await bench.clock.advance('90s');
    expect(bench.engine.running()).toHaveLength(1);
    finish(null);
    await bench.clock.settle();
    const byHand = bench.store.addExecution(
      job.id,
      anExecution({ readyAt: bench.clock.now(), documentId: 'by-hand' })
    );
    bench.engine.wake();
    await bench.clock.advance('10m');
    expect(minutesOf(bench, job.id)[0]).toBe('00:01 succeeded');
    expect(byHand.status).toBe('queued');
    expect(bench.events.of('scheduler.paused')).toHaveLength(1);

    resumeAll(bench);
    bench.engine.wake();
    await bench.clock.settle();
    expect(byHand.status).toBe('running');
    finish(null);
    await stopped(bench);
  });

  test('is obeyed within a poll by a node that nobody woke, and its end is too', async () => {
    const bench = anEngine();
    const job = minutely(bench);
    await bench.engine.start();
    await bench.clock.advance('62s');
    pauseAll(bench, null);
    await bench.clock.advance('7s');
    expect(bench.events.of('scheduler.paused')).toHaveLength(1);
    await bench.clock.advance('5m');
    expect(minutesOf(bench, job.id)).toEqual(['00:01 succeeded']);
    resumeAll(bench);
    await bench.clock.advance('8s');
    expect(minutesOf(bench, job.id)).toEqual([
      '00:01 succeeded',
      '00:06 missed 5 scheduler-stopped',
    ]);
    await bench.clock.advance('1m');
    expect(minutesOf(bench, job.id).at(-1)).toBe('00:07 succeeded');
    await stopped(bench);
  });

  test('ends by itself at its instant, exactly, and is cleared away once', async () => {
    const bench = anEngine();
    const job = minutely(bench);
    pauseAll(bench, '3m');
    await bench.engine.start();
    await bench.clock.advance('179s');
    expect(minutesOf(bench, job.id)).toEqual([]);
    await bench.clock.advance('2s');
    expect(minutesOf(bench, job.id)).toEqual([
      '00:02 missed 2 scheduler-stopped',
      '00:03 succeeded',
    ]);
    const [first] = bench.starts;
    expect(first?.at).toBe(Date.parse('2026-01-01T00:03:00Z'));
    expect(bench.store.tables.audit).toEqual([{ action: 'scheduler.resume', job: null }]);
    expect(bench.events.of('scheduler.resumed')).toHaveLength(1);
    expect(bench.store.tables.pause).toBeNull();
    await stopped(bench);
  });

  test('survives the end of every node: who boots into it obeys from the first moment', async () => {
    const bench = anEngine({ options: { role: 'worker' } });
    const job = minutely(bench);
    bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now() - 1 }));
    pauseAll(bench, null);
    await bench.engine.start();
    await bench.clock.advance('1m');
    expect(bench.starts).toEqual([]);
    await stopped(bench);
  });

  test('is counted for each job that owed something, apart from its own pause', async () => {
    const bench = anEngine();
    const now = bench.clock.now();
    const one = minutely(bench);
    const paused = minutely(bench);
    Object.assign(paused, { pausedUntil: now + ms('6m'), nextAt: now + ms('6m'), cursorAt: now });
    const off = minutely(bench, { enabled: false });
    off.nextAt = null;
    pauseAll(bench, '3m');
    await bench.engine.start();
    await bench.clock.advance('7m');
    expect(minutesOf(bench, one.id)[0]).toBe('00:02 missed 2 scheduler-stopped');
    expect(minutesOf(bench, paused.id)).toEqual([
      '00:02 missed 2 scheduler-stopped',
      '00:05 missed 3 paused',
      '00:06 succeeded',
      '00:07 succeeded',
    ]);
    expect(minutesOf(bench, off.id)).toEqual([]);
    await stopped(bench);
  });

  test('that lasts asks the database no more often than an idle hour', async () => {
    const bench = anEngine();
    minutely(bench);
    pauseAll(bench, null);
    await bench.engine.start();
    await bench.clock.advance('1m');
    for (const name of Object.keys(bench.calls)) delete bench.calls[name];
    await bench.clock.advance('10m');
    const asked = Object.values(bench.calls).reduce((sum, count) => sum + count, 0);
    expect(asked).toBeLessThanOrEqual(150);
    await stopped(bench);
  });
});
