import type { UpstreamToken } from '../../../server/src/contract/execution';
import { DEPENDENCY_MODES } from '../../../server/src/contract/dependency';
import { FINAL_STATUSES, REASONS, TRIGGERS } from '../../../server/src/contract/execution';
import type { FinalStatus } from '../../../server/src/contract/execution';
import {
  afterEdit,
  afterEvent,
  outcomeOf,
  readinessOf,
  startsItself,
  tokensOf,
} from '../../../server/src/domain/dependencies';
import type { Dependent, Round, UpstreamEvent } from '../../../server/src/domain/dependencies';
import { aCron, aDefinition } from '../../support/factories';

const jobNamed = (name: string) => ({ documentId: name.toLowerCase(), name });
const A = jobNamed('A');
const B = jobNamed('B');

/** `A:succeeded`, `A:open`, `A:never`. */
const token = (text: string): UpstreamToken => {
  const [name = '', state = ''] = text.split(':');
  const job = jobNamed(name);
  if (state === 'open') return { job, execution: null, status: null };
  if (state === 'never') return { job, execution: null, status: 'missed' };
  return { job, execution: `${name}1`, status: state as FinalStatus };
};
const tokens = (...texts: string[]) => texts.map(token);

describe('what an end means to those that wait for it', () => {
  it('is a success, a failure or nothing, for every status, reason and trigger', () => {
    const means = FINAL_STATUSES.flatMap((status) =>
      [null, ...REASONS].flatMap((reason) =>
        TRIGGERS.map((trigger) => ({
          status,
          reason,
          trigger,
          outcome: outcomeOf({ status, reason, trigger }),
        }))
      )
    );
    const having = (outcome: string | null) => means.filter((one) => one.outcome === outcome);
    expect(new Set(having('success').map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(
      means
        .filter(({ status }) => ['failed', 'timed_out', 'cancelled', 'lost'].includes(status))
        .every(({ outcome }) => outcome === 'failure')
    ).toBe(true);
    // What was left out by plan says nothing, unless it stood for a round.
    expect(having(null).every(({ trigger }) => trigger !== 'dependency')).toBe(true);
    expect(
      new Set(
        having(null)
          .filter(({ status }) => status === 'skipped')
          .map(({ reason }) => reason)
      )
    ).toEqual(
      new Set([
        null,
        'overlap',
        'paused',
        'blackout',
        'outside-window',
        'catch-up-exceeded',
        'merged-by-priority',
        'queue-full',
        'scheduler-stopped',
      ])
    );
    expect(
      means
        .filter(({ status, trigger }) => status === 'missed' && trigger !== 'dependency')
        .every(({ outcome }) => outcome === null)
    ).toBe(true);
  });
});

describe('whether the tokens of a round let the job run', () => {
  const cases: [string[], all: string, any: string, complete: string][] = [
    [[], 'run', 'run', 'run'],
    [['A:open'], 'wait', 'wait', 'wait'],
    [['A:succeeded'], 'run', 'run', 'run'],
    [['A:failed'], 'failed', 'failed', 'run'],
    [['A:never'], 'failed', 'failed', 'failed'],
    [['A:succeeded', 'B:open'], 'wait', 'run', 'wait'],
    [['A:failed', 'B:open'], 'failed', 'wait', 'wait'],
    [['A:never', 'B:open'], 'failed', 'wait', 'failed'],
    [['A:succeeded', 'B:succeeded'], 'run', 'run', 'run'],
    [['A:succeeded', 'B:cancelled'], 'failed', 'run', 'run'],
    [['A:timed_out', 'B:lost'], 'failed', 'failed', 'run'],
    [['A:skipped', 'B:succeeded'], 'failed', 'run', 'run'],
    [['A:never', 'B:succeeded'], 'failed', 'run', 'failed'],
  ];
  it.each(cases)('%j', (given, all, any, complete) => {
    const answers = DEPENDENCY_MODES.map((mode) => readinessOf(mode, tokens(...given)));
    expect(answers).toEqual([all, any, complete]);
  });
});

describe('a job that starts by itself', () => {
  const NOON = Date.parse('2026-01-01T12:00:00.000Z');
  const waits = { dependencies: { mode: 'all_success' as const, jobs: ['a'] } };
  it.each([
    ['waits for others and has no schedules', {}, true],
    ['has schedules: they say when', { schedules: [aCron('0 0 * * *')] }, false],
    ['waits for nobody', { dependencies: { mode: 'all_success' as const, jobs: [] } }, false],
    ['is switched off', { enabled: false }, false],
    ['has not begun', { startAt: '2026-01-01T12:00:00.001Z' }, false],
    ['begins now', { startAt: '2026-01-01T12:00:00.000Z' }, true],
    ['has ended', { endAt: '2026-01-01T12:00:00.000Z' }, false],
  ])('%s', (_, given, expected) => {
    expect(startsItself(aDefinition({ ...waits, ...given }), NOON)).toBe(expected);
  });
});

const both: Dependent = { mode: 'all_success', upstreams: [A, B], begins: true };
const ended = (job: string, execution: string, status: FinalStatus = 'succeeded') => ({
  job,
  execution,
  status,
  replaces: null,
});
const again = (job: string, execution: string, replaces = execution): UpstreamEvent => ({
  job,
  execution,
  status: null,
  replaces,
});
const after = (dependent: Dependent, events: UpstreamEvent[], from: Round[] = []): Round[] =>
  events.reduce(
    (rounds, event, at) => afterEvent(dependent, rounds, event, `d${from.length + at}`),
    from
  );
const summary = (rounds: Round[]) =>
  rounds.map(({ state, tokens: held }) => [
    state,
    ...held.map(({ execution, status }) => `${execution ?? 'any'}:${status ?? 'open'}`),
  ]);

describe('rounds', () => {
  it('begin with the first end of an upstream job and are let go with the last', () => {
    const begun = after(both, [ended('a', 'a1')]);
    expect(summary(begun)).toEqual([['waits', 'a1:succeeded', 'any:open']]);
    expect(summary(after(both, [ended('b', 'b1')], begun))).toEqual([
      ['let-go', 'a1:succeeded', 'b1:succeeded'],
    ]);
  });

  it('fail with the first failure, and still take the end that belongs to them', () => {
    const rounds = after(both, [
      ended('a', 'a1', 'failed'),
      ended('a', 'a2'),
      ended('b', 'b1'),
      ended('b', 'b2'),
    ]);
    expect(summary(rounds)).toEqual([
      ['failed', 'a1:failed', 'b1:succeeded'],
      ['let-go', 'a2:succeeded', 'b2:succeeded'],
    ]);
  });

  it('of a job that may not begin one take what they lack and no more', () => {
    const begun = after(both, [ended('a', 'a1')]);
    const off = { ...both, begins: false };
    expect(summary(after(off, [ended('b', 'b1'), ended('b', 'b2')], begun))).toEqual([
      ['let-go', 'a1:succeeded', 'b1:succeeded'],
    ]);
  });

  it('take nothing of a job that is no upstream', () => {
    expect(after(both, [ended('z', 'z1')])).toEqual([]);
  });

  it('of a schedule wait for the very execution that was on its way', () => {
    const occurrence: Round = {
      execution: 'x',
      trigger: 'schedule',
      state: 'waits',
      tokens: tokensOf([
        { job: A, newest: { execution: 'a7', status: null } },
        { job: B, newest: { execution: 'b3', status: 'succeeded' } },
      ]),
      replaces: null,
    };
    const scheduled = { ...both, begins: false };
    const unmoved = after(scheduled, [ended('a', 'a6'), ended('b', 'b4', 'failed')], [occurrence]);
    expect(unmoved[0]).toBe(occurrence);
    expect(summary(after(scheduled, [ended('a', 'a7')], unmoved))).toEqual([
      ['let-go', 'a7:succeeded', 'b3:succeeded'],
    ]);
  });

  it('of a schedule fail where an upstream job has never run', () => {
    expect(readinessOf('all_complete', tokensOf([{ job: A, newest: null }]))).toBe('failed');
  });
});

describe('one more attempt of an upstream execution', () => {
  it('puts a waiting round back to waiting for it', () => {
    const any = { ...both, mode: 'any_success' as const };
    const rounds = after(any, [ended('a', 'a1', 'failed'), again('a', 'a1')]);
    expect(summary(rounds)).toEqual([['waits', 'a1:open', 'any:open']]);
    expect(summary(after(any, [ended('a', 'a1')], rounds))).toEqual([
      ['let-go', 'a1:succeeded', 'any:open'],
    ]);
  });

  it('makes a failed round good by a new one, which takes over what that one lacked', () => {
    const failed = after(both, [ended('a', 'a1', 'failed')]);
    const rounds = after(both, [again('a', 'a1')], failed);
    expect(summary(rounds)).toEqual([
      ['failed', 'a1:failed'],
      ['waits', 'a1:open', 'any:open'],
    ]);
    expect(rounds[1]).toMatchObject({ replaces: failed[0]?.execution });
    const done = after(both, [ended('b', 'b1'), ended('a', 'a1'), ended('a', 'a2')], rounds);
    expect(summary(done)).toEqual([
      ['failed', 'a1:failed'],
      ['let-go', 'a1:succeeded', 'b1:succeeded'],
      ['waits', 'a2:succeeded', 'any:open'],
    ]);
  });

  it('makes it good the second time too', () => {
    const rounds = after(both, [
      ended('a', 'a1', 'failed'),
      ended('b', 'b1'),
      again('a', 'a1'),
      ended('a', 'a1', 'failed'),
      again('a', 'a1'),
      ended('a', 'a1'),
    ]);
    expect(rounds.map(({ state }) => state)).toEqual(['failed', 'failed', 'let-go']);
  });

  it('begins nothing where the round ran, or would fail for another job all the same', () => {
    const ran = after({ ...both, mode: 'all_complete' }, [
      ended('a', 'a1', 'failed'),
      ended('b', 'b1'),
      again('a', 'a1'),
      ended('a', 'a1'),
    ]);
    expect(summary(ran)).toEqual([['let-go', 'a1:succeeded', 'b1:succeeded']]);
    const hopeless = after(both, [
      ended('a', 'a1', 'failed'),
      ended('b', 'b1', 'failed'),
      again('a', 'a1'),
      ended('a', 'a1'),
    ]);
    expect(summary(hopeless)).toEqual([['failed', 'a1:succeeded', 'b1:failed']]);
  });

  it('is told on by the execution that makes good', () => {
    const downstream: Dependent = { mode: 'all_success', upstreams: [A], begins: true };
    const rounds = after(downstream, [ended('a', 'd1', 'skipped'), again('a', 'd2', 'd1')]);
    expect(summary(rounds)).toEqual([
      ['failed', 'd1:skipped'],
      ['waits', 'd2:open'],
    ]);
  });
});

describe('an edit of what a job depends on', () => {
  it('lets go what waited only for a job that it no longer depends on', () => {
    const rounds = after(both, [ended('a', 'a1'), ended('b', 'b1', 'failed'), ended('a', 'a2')]);
    const left = afterEdit({ mode: 'all_success', upstreams: [A] }, rounds);
    expect(summary(left)).toEqual([
      ['failed', 'a1:succeeded', 'b1:failed'],
      ['let-go', 'a2:succeeded'],
    ]);
  });

  it('lets go what has nobody left to wait for', () => {
    const begun = after(both, [ended('a', 'a1')]);
    expect(summary(afterEdit({ mode: 'all_success', upstreams: [] }, begun))).toEqual([['let-go']]);
  });

  it('decides by the new mode', () => {
    const begun = after(both, [ended('a', 'a1')]);
    const left = afterEdit({ mode: 'any_success', upstreams: [A, B] }, begun);
    expect(left.map(({ state }) => state)).toEqual(['let-go']);
  });

  it('does not ask for a job that came later', () => {
    const begun = after({ ...both, upstreams: [A] }, [ended('a', 'a1')]);
    expect(summary(afterEdit({ mode: 'all_success', upstreams: [A, B] }, begun))).toEqual([
      ['let-go', 'a1:succeeded'],
    ]);
  });
});
