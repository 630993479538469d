import { accounting } from './checks/accounting';
import { againstTheGuards } from './checks/guards';
import { attemptKey, iso, nameOf } from './checks/names';
import { isAwaiting, roundsOf } from './checks/rounds';
import { groupBy } from './group-by';
import { isFinal, type History, type RecordFacts, type WitnessEvent } from './history';

/** What must never happen; each finding is a sentence for people. */
export const INVARIANTS = [
  'lost',
  'doubled',
  'doubleStarted',
  'overlapping',
  'stuck',
  'staleWrites',
  'orphans',
  'early',
  'afterCancel',
  'cursorBack',
  'unguarded',
  'exits',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export type Findings = Record<Invariant, string[]>;

/** Compares the three accounts of one run. */
export const check = (history: History): Findings => ({
  ...together(accounting(history), roundsOf(history)),
  unguarded: againstTheGuards(history),
  doubleStarted: doubleStarts(history),
  overlapping: overlaps(history),
  stuck: stuck(history),
  staleWrites: [...staleAttempts(history), ...changedFinals(history)],
  orphans: orphans(history),
  early: early(history),
  afterCancel: afterCancel(history),
  cursorBack: cursorsBack(history),
  exits: endedByThemselves(history),
});

type Account = Pick<Findings, 'lost' | 'doubled'>;

const together = (one: Account, other: Account): Account => ({
  lost: [...one.lost, ...other.lost],
  doubled: [...one.doubled, ...other.doubled],
});

export const isClean = (findings: Findings): boolean =>
  INVARIANTS.every((invariant) => findings[invariant].length === 0);

/** An attempt starts at most once, and never without its record knowing. */
const doubleStarts = ({ witness, records }: History): string[] => {
  const attemptOf = new Map(records.map(({ documentId, attempt }) => [documentId, attempt]));
  const starts = witness.filter(({ event }) => event === 'start');
  const twice = [...groupBy(starts, attemptKey)].flatMap(([key, { length }]) =>
    length > 1 ? [`${key} started ${length} times`] : []
  );
  const unknown = starts
    .filter(({ occurrenceId, attempt }) => attempt > (attemptOf.get(occurrenceId) ?? 0))
    .map((start) => `${attemptKey(start)} started and its record does not know`);
  return [...twice, ...unknown];
};

/** An attempt as the witness saw it: from its start to its end, or to the moment at which its node stood still. */
interface Span {
  key: string;
  from: number;
  to: number;
}

const overlaps = ({ witness, limits, stops, exits = [], endedAt }: History): string[] => {
  const ended = exits.map(({ node, at }) => ({ node, from: at, to: Infinity }));
  const spans = spansOf({ witness, stops: [...stops, ...ended], endedAt });
  const ofExecution = [...groupBy(spans, ({ occurrenceId }) => occurrenceId).entries()];
  const ofLimit = limits.map(({ name, limit, jobs }) => {
    const members = new Set(jobs);
    return { name, limit, spans: spans.filter(({ job }) => members.has(job)) };
  });
  return [
    ...ofExecution.flatMap(([name, all]) => crowded(name, 1, all)),
    ...ofLimit.flatMap((one) => crowded(one.name, one.limit, one.spans)),
  ];
};

const spansOf = ({ witness, stops, endedAt }: Pick<History, 'witness' | 'stops' | 'endedAt'>) => {
  const ends = new Map(
    witness
      .filter(({ event }) => event === 'end')
      .map((end) => [`${attemptKey(end)}@${end.node}`, end])
  );
  const stopsOf = groupBy(stops, ({ node }) => node);
  return witness
    .filter(({ event }) => event === 'start')
    .map((start): Span & Pick<WitnessEvent, 'occurrenceId' | 'job'> => {
      const { occurrenceId, job, node, at: from } = start;
      const end = ends.get(`${attemptKey(start)}@${node}`)?.at ?? endedAt;
      // The first one counts, whatever befell the node afterwards.
      const stood = (stopsOf.get(node) ?? []).map((stop) => stop.from);
      const to = Math.min(end, ...stood.filter((at) => at >= from && at <= end));
      return { key: attemptKey(start), occurrenceId, job, from, to };
    });
};

/** Where more than `limit` spans cover one instant. Spans that only touch do not. */
const crowded = (name: string, limit: number, spans: Span[]): string[] => {
  if (spans.length <= limit) return [];
  const edges = spans
    .flatMap(({ key, from, to }) => [
      { at: from, step: 1, key },
      { at: to, step: -1, key },
    ])
    .sort((a, b) => a.at - b.at || a.step - b.step);
  const found: string[] = [];
  let running = 0;
  for (const { at, step, key } of edges) {
    running += step;
    if (step > 0 && running > limit) {
      found.push(`${name}: ${key} at ${iso(at)} is number ${running} of at most ${limit}`);
    }
  }
  return found;
};

const stuck = ({ records }: History): string[] =>
  records
    .filter((record) => !isFinal(record.status) && !isAwaiting(record))
    .map((record) => `${nameOf(record)} is still ${record.status}`);

/** The history of an execution holds each of its attempts once, by the node that the witness saw. */
const staleAttempts = ({ records, witness }: History): string[] => {
  const startsOf = groupBy(
    witness.filter(({ event }) => event === 'start'),
    attemptKey
  );
  return records.flatMap((record) => {
    const numbers = record.attempts.map(({ attempt }) => attempt);
    const sound = numbers.every((number, index) => number === index + 1);
    const whole = !isFinal(record.status) || numbers.length === countOf(record);
    if (!sound || !whole) return [`${nameOf(record)} has the attempts ${numbers.join(', ')}`];
    const last = record.attempts.at(-1);
    if (last && isFinal(record.status) && !agrees(record.status, last.status)) {
      return [`${nameOf(record)} is ${record.status} after an attempt that ${last.status}`];
    }
    return record.attempts.flatMap(({ attempt, node }) => {
      const seenOn = startsOf.get(`${record.documentId}#${attempt}`)?.map((start) => start.node);
      return seenOn === undefined || node === null || seenOn.includes(node)
        ? []
        : [`${nameOf(record)}: attempt ${attempt} ran on ${seenOn[0]}, its record says ${node}`];
    });
  });
};

/** A refused one was claimed and counts no attempt; so does one that was cancelled while it waited for another. */
const countOf = ({ status, attempt, attempts }: RecordFacts): number =>
  status === 'skipped' || status === 'missed' ? attempts.length : attempt;

const agrees = (status: string, last: string): boolean =>
  status === last || status === 'skipped' || status === 'cancelled';

/** Nothing changes an execution that is over. */
const changedFinals = ({ finals, records }: History): string[] => {
  const now = new Map(records.map((record) => [record.documentId, record]));
  return finals.flatMap(({ documentId, status, attempt }) => {
    const record = now.get(documentId);
    if (record === undefined) return [`${documentId} was ${status} and is gone`];
    return record.status === status && record.attempt === attempt
      ? []
      : [`${nameOf(record)} was ${status} and became ${record.status}`];
  });
};

/** What is over holds nothing; what waits can be found; what runs has a lease. */
const orphans = ({ records }: History): string[] =>
  records.flatMap((record) => {
    const { status, claimToken, leaseUntil, claimable, holds } = record;
    const held = [claimToken, leaseUntil, claimable, ...holds].some((value) => value !== null);
    if (isFinal(status)) return held ? [`${nameOf(record)} is over and holds something`] : [];
    if (status === 'queued' && claimable === null) return [`${nameOf(record)} waits unseen`];
    const isNobodys = status === 'running' && (leaseUntil === null || claimToken === null);
    return isNobodys ? [`${nameOf(record)} runs without a lease`] : [];
  });

const early = ({ witness, records }: History): string[] => {
  const dueAt = new Map(records.map(({ documentId, slotAt }) => [documentId, slotAt]));
  return witness.flatMap((start) => {
    const due = dueAt.get(start.occurrenceId) ?? null;
    const isEarly = start.event === 'start' && due !== null && start.at < due;
    return isEarly ? [`${attemptKey(start)} started ${due - start.at} ms before its instant`] : [];
  });
};

/** After the answer no further attempt starts; what waited stays cancelled. */
const afterCancel = ({ cancels, witness, records }: History): string[] =>
  cancels.flatMap(({ occurrenceId, at, answer, attempt }) => {
    const record = records.find(({ documentId }) => documentId === occurrenceId);
    const further = witness.filter(
      (one) =>
        one.event === 'start' &&
        one.occurrenceId === occurrenceId &&
        // What was claimed when it was asked may not have started yet.
        (answer === 'cancelled' ? one.at > at : one.attempt > attempt)
    );
    const revived = answer === 'cancelled' && record?.status !== 'cancelled';
    return [
      ...further.map((start) => `${attemptKey(start)} started after it was cancelled`),
      ...(revived ? [`${occurrenceId} was cancelled and is ${record?.status}`] : []),
    ];
  });

const cursorsBack = ({ cursors }: History): string[] =>
  [...groupBy(cursors, ({ job }) => job)].flatMap(([job, all]) =>
    all.flatMap(({ cursorAt }, index) => {
      const before = all[index - 1]?.cursorAt ?? -Infinity;
      return cursorAt < before ? [`${job}: from ${iso(before)} back to ${iso(cursorAt)}`] : [];
    })
  );

/** Whatever its jobs do, a process ends only when it is told to. */
const endedByThemselves = ({ exits = [] }: History): string[] =>
  exits.map(({ node, at, how }) => `${node} ended by itself at ${iso(at)}: ${how}`);
