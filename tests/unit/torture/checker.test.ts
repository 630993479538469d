import { check, INVARIANTS, isClean, type Invariant } from '../../torture/checker';
import type { History, RecordFacts, WitnessEvent } from '../../torture/history';

const SLOTS = [1_000, 2_000, 3_000];

const aRecord = (given: Partial<RecordFacts> = {}): RecordFacts => ({
  documentId: 'a',
  job: 'job',
  slotAt: 1_000,
  readyAt: 1_000,
  status: 'succeeded',
  reason: null,
  queuedAt: 1_000,
  attempt: 1,
  attempts: [{ attempt: 1, status: 'succeeded', node: 'n1' }],
  missedFrom: null,
  missedCount: null,
  upstreams: [],
  finishedAt: 1_500,
  claimToken: null,
  leaseUntil: null,
  claimable: null,
  holds: [],
  ...given,
});

const aStart = (given: Partial<WitnessEvent> = {}): WitnessEvent => ({
  event: 'start',
  occurrenceId: 'a',
  attempt: 1,
  job: 'job',
  node: 'n1',
  at: 1_000,
  ...given,
});
const anEnd = (given: Partial<WitnessEvent> = {}): WitnessEvent =>
  aStart({ event: 'end', at: 1_500, ...given });

/** A run in which everything is right: one occurrence ran, one was lost and ran again, one was missed. */
const soundRun = (given: Partial<History> = {}): History => ({
  witness: [
    aStart(),
    anEnd(),
    aStart({ occurrenceId: 'b', at: 2_000 }),
    aStart({ occurrenceId: 'b', attempt: 2, node: 'n2', at: 2_600 }),
    anEnd({ occurrenceId: 'b', attempt: 2, node: 'n2', at: 2_700 }),
  ],
  records: [
    aRecord(),
    aRecord({
      documentId: 'b',
      slotAt: 2_000,
      attempt: 2,
      attempts: [
        { attempt: 1, status: 'lost', node: 'n1' },
        { attempt: 2, status: 'succeeded', node: 'n2' },
      ],
    }),
    aRecord({ documentId: 'c', slotAt: 3_000, status: 'missed', attempt: 0, attempts: [] }),
  ],
  jobs: [{ documentId: 'job', expected: SLOTS }],
  limits: [{ name: 'job', limit: 1, jobs: ['job'] }],
  cancels: [],
  stops: [{ node: 'n1', from: 2_100, to: 9_000 }],
  cursors: [
    { job: 'job', cursorAt: 1_000 },
    { job: 'job', cursorAt: 3_000 },
  ],
  finals: [{ documentId: 'a', status: 'succeeded', attempt: 1 }],
  endedAt: 10_000,
  ...given,
});

const run = soundRun();
const withRecords = (...records: RecordFacts[]): History =>
  soundRun({ records: [...run.records, ...records] });
const withWitness = (...lines: WitnessEvent[]): History =>
  soundRun({ witness: [...run.witness, ...lines] });

test('a run in which everything is right is clean', () => {
  expect(check(run)).toEqual(Object.fromEntries(INVARIANTS.map((name) => [name, []])));
  expect(isClean(check(run))).toBe(true);
});

/** The same with one record changed. */
const withRecord = (
  documentId: string,
  given: Partial<RecordFacts>,
  breakers: NonNullable<History['breakers']> = []
): History =>
  soundRun({
    records: run.records.map((one) => (one.documentId === documentId ? { ...one, ...given } : one)),
    breakers,
  });

const ROUND = {
  status: 'skipped',
  reason: 'paused',
  attempt: 0,
  attempts: [],
  upstreams: [{ job: { documentId: 'before' }, execution: 'a', status: 'succeeded' }],
};

/** A job that runs after another one, which ended once. */
const afterOthers = (
  round: Partial<RecordFacts>,
  further?: RecordFacts,
  end = 'succeeded'
): History => {
  const upstreams = ROUND.upstreams.map((one) => ({ ...one, status: end }));
  const first = aRecord({ documentId: 'd', job: 'after', slotAt: null, ...ROUND, upstreams });
  const before = aRecord({ job: 'before', status: end });
  const attempts = before.attempts.map((one) => ({ ...one, status: end }));
  return soundRun({
    records: [{ ...before, attempts }, { ...first, ...round }, ...(further ? [further] : [])],
    witness: [aStart({ job: 'before' }), anEnd({ job: 'before' })],
    jobs: [
      { documentId: 'before', expected: [1_000] },
      { documentId: 'after', expected: [], after: { mode: 'all_success', jobs: ['before'] } },
    ],
    cursors: [],
    finals: [],
  });
};

/** Each history breaks exactly one promise. */
const BROKEN: [Invariant, string, History][] = [
  ['lost', 'an occurrence without a record', soundRun({ records: run.records.slice(0, 2) })],
  [
    'lost',
    'a success that nobody saw',
    soundRun({
      witness: run.witness.filter(
        ({ occurrenceId, event }) => occurrenceId !== 'a' || event === 'start'
      ),
      limits: [],
      stops: [1_100, 2_100].map((from) => ({ node: 'n1', from, to: 9_000 })),
    }),
  ],
  [
    'lost',
    'a missed record that counts too few',
    soundRun({ jobs: [{ documentId: 'job', expected: [1_000, 2_000, 2_500, 3_000] }] }),
  ],
  [
    'doubled',
    'two records of one occurrence',
    withRecords(aRecord({ documentId: 'd', slotAt: 3_000, status: 'skipped', attempts: [] })),
  ],
  [
    'doubled',
    'a record that nobody asked for',
    withRecords(aRecord({ documentId: 'd', slotAt: 3_500, status: 'skipped', attempts: [] })),
  ],
  [
    'doubled',
    'a missed record that counts what ran',
    soundRun({
      records: run.records.map((record) =>
        record.documentId === 'c' ? { ...record, missedFrom: 2_000, missedCount: 2 } : record
      ),
    }),
  ],
  [
    'lost',
    'a start that others owed',
    soundRun({ jobs: [{ documentId: 'job', expected: SLOTS, rounds: 1 }] }),
  ],
  [
    'doubled',
    'a start that nobody owed',
    soundRun({
      records: [
        ...run.records,
        aRecord({ documentId: 'd', slotAt: null, status: 'skipped', attempts: [] }),
      ],
      jobs: [{ documentId: 'job', expected: SLOTS, rounds: 0 }],
    }),
  ],
  [
    'doubleStarted',
    'an attempt that starts on two nodes',
    withWitness(aStart({ node: 'n2', at: 1_600 }), anEnd({ node: 'n2', at: 1_700 })),
  ],
  [
    'doubleStarted',
    'an attempt that its record does not know',
    withWitness(aStart({ attempt: 2, at: 1_600 }), anEnd({ attempt: 2, at: 1_700 })),
  ],
  [
    'overlapping',
    'two occurrences of a job that does not overlap',
    soundRun({
      witness: run.witness.map((one) =>
        one.occurrenceId === 'a' && one.event === 'end' ? { ...one, at: 2_050 } : one
      ),
    }),
  ],
  [
    'overlapping',
    'the next attempt before the first has ended',
    soundRun({ stops: [], limits: [] }),
  ],
  [
    'overlapping',
    'three at once where two may',
    soundRun({
      limits: [{ name: 'key', limit: 2, jobs: ['job', 'other'] }],
      jobs: [...run.jobs],
      witness: [
        ...run.witness,
        ...['x', 'y'].flatMap((occurrenceId) => [
          aStart({ occurrenceId, job: 'other', at: 1_100 }),
          anEnd({ occurrenceId, job: 'other', at: 1_400 }),
        ]),
      ],
      records: [
        ...run.records,
        aRecord({ documentId: 'x', job: 'other', slotAt: null }),
        aRecord({ documentId: 'y', job: 'other', slotAt: null }),
      ],
    }),
  ],
  [
    'stuck',
    'an execution that waits for ever',
    withRecords(
      aRecord({
        documentId: 'd',
        slotAt: null,
        status: 'queued',
        attempt: 0,
        attempts: [],
        claimable: 1,
        finishedAt: null,
      })
    ),
  ],
  [
    'staleWrites',
    'an attempt twice in the history',
    withRecords(
      aRecord({
        documentId: 'd',
        slotAt: null,
        attempt: 0,
        status: 'failed',
        attempts: [
          { attempt: 1, status: 'failed', node: null },
          { attempt: 1, status: 'failed', node: null },
        ],
      })
    ),
  ],
  [
    'staleWrites',
    'a record in the name of a node that did not run it',
    soundRun({
      records: run.records.map((record) =>
        record.documentId === 'a'
          ? { ...record, attempts: [{ attempt: 1, status: 'succeeded', node: 'n9' }] }
          : record
      ),
    }),
  ],
  [
    'staleWrites',
    'a status that its last attempt does not bear out',
    withRecords(aRecord({ documentId: 'd', slotAt: null, status: 'failed' })),
  ],
  [
    'staleWrites',
    'an execution that was over and is no longer as it was',
    soundRun({ finals: [{ documentId: 'a', status: 'failed', attempt: 1 }] }),
  ],
  [
    'orphans',
    'an execution that is over and holds its lease',
    withRecords(
      aRecord({
        documentId: 'd',
        slotAt: null,
        status: 'cancelled',
        attempt: 0,
        attempts: [],
        leaseUntil: 5,
      })
    ),
  ],
  [
    'orphans',
    'an execution that is over and holds a seat',
    withRecords(
      aRecord({
        documentId: 'd',
        slotAt: null,
        status: 'cancelled',
        attempt: 0,
        attempts: [],
        holds: ['job:1'],
      })
    ),
  ],
  [
    'early',
    'a start before its instant',
    soundRun({
      witness: run.witness.map((one) =>
        one.occurrenceId === 'a' && one.event === 'start' ? { ...one, at: 999 } : one
      ),
    }),
  ],
  [
    'afterCancel',
    'a start of what was cancelled while it waited',
    soundRun({
      cancels: [{ occurrenceId: 'd', at: 5_000, answer: 'cancelled', attempt: 0 }],
      witness: [
        ...run.witness,
        aStart({ occurrenceId: 'd', at: 5_100 }),
        anEnd({ occurrenceId: 'd', at: 5_200 }),
      ],
      records: [
        ...run.records,
        aRecord({
          documentId: 'd',
          slotAt: null,
          status: 'cancelled',
          attempts: [{ attempt: 1, status: 'cancelled', node: 'n1' }],
        }),
      ],
    }),
  ],
  [
    'afterCancel',
    'another attempt of what was asked to cancel',
    soundRun({ cancels: [{ occurrenceId: 'b', at: 2_050, answer: 'signalled', attempt: 1 }] }),
  ],
  [
    'cursorBack',
    'a cursor that goes back',
    soundRun({ cursors: [...run.cursors, { job: 'job', cursorAt: 2_000 }] }),
  ],
  [
    'unguarded',
    'a run that a calendar keeps back',
    soundRun({ jobs: [{ documentId: 'job', expected: [1_000, 3_000], keptBack: [2_000] }] }),
  ],
  [
    'unguarded',
    'a run that was kept back by no calendar',
    withRecord('c', { status: 'skipped', reason: 'blackout' }),
  ],
  [
    'unguarded',
    'more executions than the job may have',
    soundRun({ jobs: [{ documentId: 'job', expected: SLOTS, most: 1 }] }),
  ],
  [
    'unguarded',
    'a run that fell into a pause of its job',
    soundRun({ pauses: [{ job: 'job', from: 1_500, to: 2_500 }] }),
  ],
  [
    'unguarded',
    'a run that fell into a pause of all',
    soundRun({ pauses: [{ job: null, from: 1_900, to: Infinity }] }),
  ],
  [
    'unguarded',
    'a run while the breaker was open',
    soundRun({ breakers: [{ job: 'job', at: 900, until: 1_500 }] }),
  ],
  [
    'unguarded',
    'two probes of a breaker at once',
    withRecord('b', { queuedAt: 1_200 }, [{ job: 'job', at: 100, until: 500 }]),
  ],
  [
    'unguarded',
    'an occurrence refused for a breaker that was closed',
    withRecord('c', { status: 'skipped', reason: 'breaker-open' }, []),
  ],
  [
    'exits',
    'a process that ended by itself, which nothing runs on any more',
    soundRun({ stops: [], exits: [{ node: 'n1', at: 2_100, how: 'exit 1' }] }),
  ],
  ['lost', 'an end that was never told', afterOthers({ upstreams: [] })],
  [
    'doubled',
    'an end that was told twice',
    afterOthers({}, aRecord({ documentId: 'e', job: 'after', slotAt: null, ...ROUND })),
  ],
  ['lost', 'a round that runs after a failure', afterOthers({}, undefined, 'failed')],
  [
    'lost',
    'a round that is refused after a success',
    afterOthers({ status: 'skipped', reason: 'dependency-failed', attempt: 0, attempts: [] }),
  ],
];

test.each(BROKEN)('%s: %s', (invariant, _words, history) => {
  const findings = check(history);
  const broken = INVARIANTS.filter((name) => findings[name].length > 0);
  expect(broken).toEqual([invariant]);
});

test('every invariant has a history that breaks it', () => {
  expect(new Set(BROKEN.map(([invariant]) => invariant))).toEqual(new Set(INVARIANTS));
});

test('what befell a node later does not count as the end of what stood still before', () => {
  const stops = [{ node: 'n1', from: 2_650, to: Infinity }, ...run.stops];
  expect(check({ ...run, stops })).toEqual(check(run));
});

test('what a node had begun when it stood still does not overlap with what took its place', () => {
  const late = anEnd({ occurrenceId: 'b', at: 9_100 });
  expect(check(withWitness(late))).toEqual(check(run));
});
