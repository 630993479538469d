import type { ExecutionStatus, Reason, Trigger } from '../../contract/execution';
import { list, plural } from '../schedule/words/english';
import type { LedgerWords, RecordFacts } from './words';

const REASONS: Record<Reason, string> = {
  overlap: 'another execution of the job was still in progress',
  paused: 'the job was paused or switched off',
  blackout: 'a calendar excludes that time',
  'outside-window': 'no calendar of the job allows that time',
  'catch-up-exceeded': 'it was too late to catch up with it',
  'merged-by-priority': 'another schedule of the job ran at that instant',
  'dependency-failed': 'the jobs that it depends on did not end as they had to',
  'breaker-open': 'its circuit breaker was open after too many failures in a row',
  'approval-missing': 'its script was not approved',
  'owner-right-missing': 'its owner no longer had the right to do this',
  'owner-disabled': 'its owner was blocked',
  'template-missing': 'its template was not installed',
  'hook-refused': 'a hook refused it',
  'queue-full': 'too many executions of the job were waiting',
  'scheduler-stopped': 'the scheduler was paused or stopped',
  'copy-guard': 'this is a copy of another site',
};

const ENDED: Record<ExecutionStatus, string> = {
  waiting: 'waits for the jobs that it depends on',
  queued: 'is waiting to start',
  dispatched: 'is about to start',
  running: 'is running',
  succeeded: 'succeeded',
  failed: 'failed',
  timed_out: 'timed out',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
  missed: 'was missed',
  lost: 'was lost with the server that ran it',
};

const STARTED: Record<Trigger, string> = {
  schedule: 'by its schedule',
  manual: 'by hand',
  api: 'over the API',
  dependency: 'by the jobs that it depends on',
  replay: 'as a replay',
  backfill: 'as a backfill',
};

const because = (reason: Reason | null): string => (reason === null ? '' : `: ${REASONS[reason]}`);

const skipping = ({ reason, keptBackBy }: Pick<RecordFacts, 'reason' | 'keptBackBy'>): string => {
  if (keptBackBy === null) return because(reason);
  const { calendar, entry } = keptBackBy;
  return reason === 'blackout'
    ? `: the calendar “${calendar}” excludes that time${entry === null ? '' : ` (${entry})`}`
    : `: that time is outside the calendar “${calendar}”`;
};

const duration = (ms: number): string => {
  if (ms < 1_000) return `${ms} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
};

const record = (facts: RecordFacts): string =>
  [fate(facts), merging(facts)].filter((part) => part !== '').join(' ');

const fate = (facts: RecordFacts): string => {
  const { status, reason, missed } = facts;
  if (status === 'missed')
    return missed === null || missed.count === 1
      ? `It was missed${because(reason)}.`
      : `It was missed with others, ${missed.count} from ${missed.from} to ${missed.to}${because(reason)}.`;
  if (status === 'skipped') return `It did not run${skipping(facts)}.`;
  if (facts.startedAt === null)
    return `Its execution ${ENDED[status]}${status === 'cancelled' ? replaced(reason) : because(reason)}.`;
  return `It ran: ${started(facts)} and ${outcome(facts)}.`;
};

/** An execution is cancelled for the one after it, skipped for the one before. */
const replaced = (reason: Reason | null): string =>
  reason === 'overlap' ? ': a newer execution of the job took its place' : because(reason);

const started = ({ trigger, startedAt, delayMs, startedBy }: RecordFacts): string => {
  const late = delayMs === null || delayMs < 1_000 ? '' : `, ${duration(delayMs)} late,`;
  const who = startedBy === null ? '' : ` (${startedBy})`;
  return `started ${STARTED[trigger]}${who} at ${startedAt ?? ''}${late}`;
};

const outcome = ({ status, reason, durationMs, attempts }: RecordFacts): string => {
  const took = durationMs === null ? '' : ` after ${duration(durationMs)}`;
  const tries = attempts > 1 ? `, in ${plural(attempts, 'attempt')}` : '';
  return `${ENDED[status]}${took}${tries}${status === 'cancelled' ? replaced(reason) : ''}`;
};

const merging = ({ schedule, merged }: RecordFacts): string =>
  schedule === null || merged.length === 0
    ? ''
    : `The schedule “${schedule}” ran; ${list(merged.map((key) => `“${key}”`))} fell on the same instant and ran with it.`;

const span = (since: string, until: string | null): string =>
  until === null ? `since ${since}` : `from ${since} to ${until}`;

export const englishLedger: LedgerWords = {
  record,
  beforeJob: (createdAt) => `The job did not exist yet: it was created at ${createdAt}.`,
  forgotten: (days) =>
    `Records are kept for ${plural(days, 'day')}; this instant lies further back, so nobody can tell any more.`,
  disabled: () => 'The job was switched off.',
  paused: (since, until) => `The job was paused ${span(since, until)}.`,
  held: (since) =>
    `The job was held since ${since}: its template was not installed or not understood.`,
  allPaused: (since, until) => `The whole scheduler was paused ${span(since, until)}.`,
  noSchedule: () => 'The job had no schedule: it is started by hand or over the API.',
  byDependency: () => 'The job had no schedule: it starts when the jobs that it depends on end.',
  beforeStart: () => 'The job had not begun: this instant lies before its start date.',
  afterEnd: () => 'The job had ended: this instant lies after its end date.',
  spent: () => 'The job has had all the executions that it may have.',
  otherTime: () => 'No schedule of the job, as it was then, names this instant.',
  toCome: () => 'It is to come: the job will run then.',
  toBeSkipped: (cause) => `It is to come, and will be skipped${skipping(cause)}.`,
  overdue: () =>
    'It is due and not on record yet: the scheduler is about to get to it, or is not running.',
  changed: (at) =>
    `There is no record: the job was changed at ${at}, and an edit owes nothing from before it.`,
  lost: () => 'It should have a record and has none. This is not supposed to happen.',
};
