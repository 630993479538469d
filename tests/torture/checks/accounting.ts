import { groupBy } from '../group-by';
import type { History, JobFacts, RecordFacts } from '../history';
import { attemptKey, iso, nameOf } from './names';

interface Account {
  lost: string[];
  doubled: string[];
}

type Slotted = RecordFacts & { slotAt: number };

/** Every occurrence has exactly one record: its own, or one that counts it among the missed. */
export const accounting = ({ jobs, records, witness }: History): Account => {
  const account: Account = { lost: [], doubled: [] };
  const recordsOf = groupBy(records, ({ job }) => job);
  for (const job of jobs) {
    const all = recordsOf.get(job.documentId) ?? [];
    const slotted = all.filter((record): record is Slotted => record.slotAt !== null);
    const left = withoutOwn(job, slotted.filter(isOwn), account);
    countMissed(job, slotted.filter(isMissed), left, account);
    if (job.rounds === undefined) continue;
    const begun = all.length - slotted.length;
    const said = `${job.documentId} began ${begun} times after others, not ${job.rounds}`;
    if (begun < job.rounds) account.lost.push(said);
    if (begun > job.rounds) account.doubled.push(said);
  }
  const ended = new Set(witness.filter(({ event }) => event === 'end').map(attemptKey));
  for (const record of records.filter(({ status }) => status === 'succeeded')) {
    const key = `${record.documentId}#${record.attempt}`;
    if (!ended.has(key)) account.lost.push(`${nameOf(record)} succeeded, and nobody saw its end`);
  }
  return account;
};

const isMissed = ({ status }: RecordFacts): boolean => status === 'missed';
const isOwn = (record: RecordFacts): boolean => !isMissed(record);

/** The occurrences that have no record of their own. */
const withoutOwn = (job: JobFacts, own: Slotted[], { doubled }: Account): number[] => {
  const known = new Set([...job.expected, ...(job.keptBack ?? [])]);
  const times = new Map<number, number>();
  for (const record of own) {
    if (!known.has(record.slotAt)) doubled.push(`${nameOf(record)} is no occurrence of its job`);
    times.set(record.slotAt, (times.get(record.slotAt) ?? 0) + 1);
  }
  for (const [slot, count] of times)
    if (count > 1) doubled.push(`${job.documentId} at ${iso(slot)} has ${count} records`);
  return job.expected.filter((slot) => !times.has(slot));
};

/** Occurrences, from the oldest to the newest, that one or several records count together. */
interface Stretch {
  from: number;
  to: number;
  count: number;
}

/**
 * A record of missed occurrences says which is the oldest and the newest, and how many there are. Where two records
 * reach over each other (a job's pause inside a pause of all), they are counted together.
 */
const countMissed = (
  { documentId, expected }: JobFacts,
  missed: Slotted[],
  left: number[],
  { lost, doubled }: Account
): void => {
  const stretches: Stretch[] = [];
  for (const record of missed.toSorted((a, b) => firstOf(a) - firstOf(b))) {
    const { slotAt: to } = record;
    const from = firstOf(record);
    if (!expected.includes(to) || !expected.includes(from) || from > to)
      doubled.push(`${nameOf(record)} is no occurrence of its job`);
    const last = stretches.at(-1);
    const one = { from, to, count: record.missedCount ?? 1 };
    if (last === undefined || last.to < from) stretches.push(one);
    else Object.assign(last, { to: Math.max(last.to, to), count: last.count + one.count });
  }
  for (const { from, to, count } of stretches) {
    const there = left.filter((slot) => from <= slot && slot <= to).length;
    const said = `${documentId} from ${iso(from)} to ${iso(to)} had ${there} missed, not ${count}`;
    if (count < there) lost.push(said);
    if (count > there) doubled.push(said);
  }
  for (const slot of left) {
    const isCounted = stretches.some(({ from, to }) => from <= slot && slot <= to);
    if (!isCounted) lost.push(`${documentId} at ${iso(slot)} has no record`);
  }
};

const firstOf = ({ missedFrom, slotAt }: Slotted): number => missedFrom ?? slotAt;
