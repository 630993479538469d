import type { JobDefinition } from '../../../server/src/contract/job';
import { anEngine, expectNothingLeft, stopped, type EngineBench } from '../../support/engine-bench';
import { aCron, aDefinition } from '../../support/factories';
import { createMemoryStore } from '../../support/memory-store';
import { createVirtualClock } from '../../support/virtual-clock';

afterEach(expectNothingLeft);

const aJob = (bench: EngineBench, given: Partial<JobDefinition> = {}) => {
  const definition = aDefinition({ schedules: [aCron('* * * * *')], ...given });
  return bench.store.addJob({ definition, nextAt: bench.clock.now() + 60_000 });
};

const recordsOf = (bench: EngineBench, id: number) =>
  bench.store.executionsOf(id).map(({ slotAt, status, reason, missedCount, keptBackBy }) => ({
    at: new Date(slotAt ?? 0).toISOString(),
    status,
    ...(reason === null ? {} : { reason }),
    ...(keptBackBy === undefined ? {} : { keptBackBy }),
    ...(missedCount === null ? {} : { missedCount }),
  }));

/** Nodes one after the other on one database: each takes over where the one before it ended. */
const afterAnother = async (bench: EngineBench, downFor: string): Promise<EngineBench> => {
  await stopped(bench);
  const { clock, store } = bench;
  await clock.advance(downFor);
  return anEngine({ clock, store, node: { id: 'next' } });
};

describe('days without any node', () => {
  test.each([
    ['last', 1, 4_319],
    ['all', 100, 4_220],
    ['skip', 0, 4_320],
  ] as const)(
    'a minutely job with `%s` runs %i times, and one record counts the other %i',
    async (policy, runs, count) => {
      const first = anEngine();
      const job = aJob(first, { overlap: 'allow', missed: { policy, windowMs: 7 * 86_400_000 } });
      await first.engine.start();
      await first.clock.advance('90s');
      const second = await afterAnother(first, '3d');
      await second.engine.start();
      await second.clock.settle();
      const records = recordsOf(second, job.id);
      expect(records[0]).toMatchObject({ status: 'succeeded' });
      const missed = records.filter(({ status }) => status === 'missed');
      expect(missed).toEqual([
        expect.objectContaining({ reason: 'catch-up-exceeded', missedCount: count }),
      ]);
      expect(records.filter(({ status }) => status === 'succeeded')).toHaveLength(1 + runs);
      expect(records).toHaveLength(2 + runs);
      const [row] = second.store.executionsOf(job.id).filter(({ status }) => status === 'missed');
      expect(row?.missedFrom).toBe(Date.parse('2026-01-01T00:02:00Z'));
      await stopped(second);
    }
  );

  test('over a clock change a daily job is counted once for each local day', async () => {
    const clock = createVirtualClock('2026-03-27T12:00:00Z');
    const first = anEngine({ clock, store: createMemoryStore(clock) });
    const schedules = [aCron('30 2 * * *', { timezone: 'Europe/Berlin' })];
    const missed = { policy: 'all' as const, windowMs: 7 * 86_400_000 };
    const definition = aDefinition({ schedules, missed, overlap: 'allow' });
    const nextAt = Date.parse('2026-03-28T01:30:00Z');
    const job = first.store.addJob({ definition, nextAt });
    const second = await afterAnother(first, '4d');
    await second.engine.start();
    await second.clock.settle();
    expect(recordsOf(second, job.id).map(({ at }) => at)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ]);
    await stopped(second);
  });

  test('disabled, paused without end, held and ended jobs owe nothing', async () => {
    const bench = anEngine();
    const idle = [
      aJob(bench, { enabled: false }),
      aJob(bench),
      aJob(bench, { template: 'gone' }),
      aJob(bench, { endAt: '2026-01-01T00:00:30.000Z' }),
    ];
    for (const job of idle) job.nextAt = null;
    const now = bench.clock.now();
    Object.assign(idle[1]!, { pausedUntil: 8_640_000_000_000_000, cursorAt: now });
    Object.assign(idle[2]!, { heldReason: 'template-missing', heldAt: now, cursorAt: now });
    await bench.clock.advance('3d');
    await bench.engine.start();
    await bench.clock.advance('2m');
    expect(bench.store.tables.executions).toEqual([]);
    await stopped(bench);
  });
});

describe('a held job', () => {
  test('tells when its template is back what came due in the meantime, what was late at that moment included', async () => {
    const first = anEngine();
    const job = aJob(first, { template: 'nightly' });
    await first.clock.advance('150s');
    await first.engine.start();
    await first.clock.settle();
    expect(job).toMatchObject({ heldReason: 'template-missing', nextAt: null, nextRunAt: null });
    const second = await afterAnother(first, '5m');
    second.template('nightly', async () => null);
    await second.engine.start();
    await second.clock.settle();
    expect(recordsOf(second, job.id)).toEqual([
      {
        at: '2026-01-01T00:07:00.000Z',
        status: 'missed',
        reason: 'template-missing',
        missedCount: 7,
      },
    ]);
    await second.clock.advance('1m');
    expect(recordsOf(second, job.id).at(-1)).toMatchObject({ status: 'succeeded' });
    await stopped(second);
  });

  test('whose cursor is ahead of a clock that was set back keeps it', async () => {
    const bench = anEngine();
    const job = aJob(bench, {});
    const now = bench.clock.now();
    const held = { heldReason: 'template-missing', heldAt: now, nextAt: null };
    Object.assign(job, { ...held, cursorAt: now + 180_000 });
    await bench.engine.start();
    await bench.clock.settle();
    expect(job).toMatchObject({ heldReason: null, cursorAt: now + 180_000, nextAt: now + 240_000 });
    await stopped(bench);
  });

  test('whose pause ended in the meantime tells of both', async () => {
    const bench = anEngine();
    const job = aJob(bench, {});
    const now = bench.clock.now();
    Object.assign(job, {
      heldReason: 'template-missing',
      heldAt: now,
      cursorAt: now,
      nextAt: null,
      pausedUntil: now + 180_000,
    });
    await bench.clock.advance('330s');
    await bench.engine.start();
    await bench.clock.settle();
    expect(recordsOf(bench, job.id)).toMatchObject([
      { at: '2026-01-01T00:02:00.000Z', reason: 'paused', missedCount: 2 },
      { at: '2026-01-01T00:05:00.000Z', reason: 'template-missing', missedCount: 3 },
    ]);
    expect(job).toMatchObject({ heldReason: null, pausedUntil: null });
    await stopped(bench);
  });
});

describe('a job that a node cannot understand', () => {
  test('is held with that reason, holds up nobody, and goes on by the rules of late and missed when a node understands it', async () => {
    const bench = anEngine();
    const job = aJob(bench);
    const other = aJob(bench);
    const [schedule] = job.definition.schedules;
    job.definition.schedules = [{ ...schedule!, kind: 'lunar' } as never];
    await bench.engine.start();
    await bench.clock.advance('1m');
    expect(job).toMatchObject({ heldReason: 'unreadable', nextAt: null, nextRunAt: null });
    expect(bench.events.of('job.unreadable')).toHaveLength(1);
    expect(recordsOf(bench, other.id)).toMatchObject([{ status: 'succeeded' }]);
    await bench.clock.advance('4m');
    expect(job.heldReason).toBe('unreadable');

    job.definition.schedules = [schedule!];
    await bench.clock.advance('70s');
    expect(job.heldReason).toBeNull();
    const records = recordsOf(bench, job.id);
    expect(records.at(0)).toMatchObject({ status: 'missed', reason: 'catch-up-exceeded' });
    expect(records.at(-1)).toMatchObject({ status: 'succeeded' });
    const counted = records.reduce((sum, { missedCount = 1 }) => sum + missedCount, 0);
    expect(counted).toBe(recordsOf(bench, other.id).length);
    await stopped(bench);
  });
});

describe('a job that may have only so many executions', () => {
  test('ends when they were queued; what overlapped does not count', async () => {
    const bench = anEngine();
    const job = aJob(bench, { maxExecutions: 2 });
    const ends: ((value: null) => void)[] = [];
    bench.template('self-test', () => new Promise((resolve) => ends.push(resolve)));
    await bench.engine.start();
    await bench.clock.advance('3m');
    expect(job.nextAt).not.toBeNull();
    ends.shift()?.(null);
    await bench.clock.advance('1m');
    ends.shift()?.(null);
    await bench.clock.advance('5m');
    expect(recordsOf(bench, job.id).map(({ status }) => status)).toEqual([
      'succeeded',
      'skipped',
      'skipped',
      'succeeded',
    ]);
    expect(job).toMatchObject({ nextAt: null, nextRunAt: null, scheduledCount: 2 });
    await stopped(bench);
  });
});

describe('what an occurrence takes along', () => {
  test("the parameters of the schedule that won, laid over the job's, and the names of those that merged", async () => {
    const bench = anEngine();
    const job = aJob(bench, {
      parameters: { region: 'eu', depth: 1 },
      schedules: [
        aCron('* * * * *', { key: 'often', parameters: { depth: 2 } }),
        aCron('*/2 * * * *', { key: 'deep', priority: 5, parameters: { depth: 9 } }),
      ],
    });
    await bench.engine.start();
    await bench.clock.advance('2m');
    expect(bench.store.executionsOf(job.id)).toMatchObject([
      { scheduleKey: 'often', mergedKeys: [], parameters: { region: 'eu', depth: 2 } },
      { scheduleKey: 'deep', mergedKeys: ['often'], parameters: { region: 'eu', depth: 9 } },
    ]);
    await stopped(bench);
  });

  test('a start that is spread stays behind its instant and before the next one, and keeps its nominal instant', async () => {
    const bench = anEngine();
    const job = aJob(bench, { jitterMs: 3_600_000, overlap: 'allow' });
    await bench.engine.start();
    await bench.clock.advance('20m');
    const rows = bench.store.executionsOf(job.id).filter(({ status }) => status === 'succeeded');
    expect(rows.length).toBeGreaterThanOrEqual(19);
    const waits = rows.map(({ startedAt, slotAt }) => (startedAt ?? 0) - (slotAt ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThan(60_000);
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(rows.every(({ slotAt }) => (slotAt ?? 1) % 60_000 === 0)).toBe(true);
    await stopped(bench);
  });

  test('an occurrence that a calendar keeps back is on record as skipped, with the reason and the calendar', async () => {
    const bench = anEngine();
    bench.store.tables.calendars.set('hours', {
      name: 'First two minutes',
      description: '',
      timezone: 'UTC',
      entries: [
        {
          kind: 'window',
          name: 'Warm-up',
          from: '2026-01-01T00:00:00Z',
          to: '2026-01-01T00:03:00Z',
        },
      ],
    });
    const job = aJob(bench, { calendars: { exclude: ['hours'], only: [] } });
    await bench.engine.start();
    await bench.clock.advance('3m');
    const keptBackBy = { calendar: 'First two minutes', entry: 'Warm-up' };
    expect(recordsOf(bench, job.id)).toMatchObject([
      { status: 'skipped', reason: 'blackout', keptBackBy },
      { status: 'skipped', reason: 'blackout', keptBackBy },
      { status: 'succeeded' },
    ]);
    await stopped(bench);
  });
});
