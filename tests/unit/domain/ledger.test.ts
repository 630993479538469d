import { REASONS, EXECUTION_STATUSES, TRIGGERS } from '../../../server/src/contract/execution';
import type { CalendarDefinition } from '../../../server/src/contract/calendar';
import type { JobDefinition } from '../../../server/src/contract/job';
import {
  definitionBefore,
  firstChangeOfTimes,
} from '../../../server/src/domain/ledger/definition-then';
import { explain } from '../../../server/src/domain/ledger/explain';
import { findAnswer } from '../../../server/src/domain/ledger/find-answer';
import type { LedgerQuestion, LedgerRecord } from '../../../server/src/domain/ledger/find-answer';
import { standstillAt } from '../../../server/src/domain/ledger/standstill-at';
import type { RecordFacts } from '../../../server/src/domain/ledger/words';
import { timetableOf } from '../../../server/src/domain/timetable';
import { aCron, aDefinition } from '../../support/factories';

const at = (text: string): number => Date.parse(`2026-03-${text}:00.000Z`);
const daily = aDefinition({ schedules: [aCron('0 9 * * *')] });
const thrice = { ...daily, maxExecutions: 3 };
const NOON = at('10T12:00');

const aQuestion = (
  instant: string,
  given: Partial<LedgerQuestion<LedgerRecord>> & { definition?: JobDefinition } = {}
): LedgerQuestion<LedgerRecord> => {
  const definition = given.definition ?? daily;
  return {
    at: at(instant),
    now: NOON,
    createdAt: at('01T00:00'),
    keptSince: at('02T00:00'),
    timetable: timetableOf(definition, new Map()),
    records: [],
    standstill: null,
    changedAt: null,
    nextAt: at('11T09:00'),
    scheduledCount: 3,
    ...given,
    definition,
  };
};

const aRecord = (given: Partial<LedgerRecord> = {}): LedgerRecord => ({
  trigger: 'schedule',
  slotAt: at('05T09:00'),
  missedFrom: null,
  status: 'succeeded',
  reason: null,
  ...given,
});

const verdictOf = (...given: Parameters<typeof aQuestion>) => {
  const { verdict, cause } = findAnswer(aQuestion(...given));
  return [verdict, cause];
};

describe('the record of an instant', () => {
  it('is the one of that slot', () => {
    const record = aRecord({ status: 'skipped', reason: 'overlap' });
    expect(findAnswer(aQuestion('05T09:00', { records: [record] }))).toEqual({
      verdict: 'recorded',
      cause: 'slot',
      record,
      reason: 'overlap',
      keptBackBy: null,
      previousAt: at('04T09:00'),
      nextAt: at('06T09:00'),
    });
  });

  it('is the missed one whose range covers it, for what the schedules name and nothing else', () => {
    const missed = aRecord({
      status: 'missed',
      reason: 'catch-up-exceeded',
      missedFrom: at('03T09:00'),
      slotAt: at('06T09:00'),
    });
    expect(verdictOf('04T09:00', { records: [missed] })).toEqual(['recorded', 'range']);
    expect(verdictOf('04T09:30', { records: [missed] })).toEqual(['not-scheduled', 'other-time']);
    expect(verdictOf('07T09:00', { records: [missed] })).toEqual(['unknown', 'lost']);
  });

  it('is a start by hand at an instant that no schedule names', () => {
    const start = aRecord({ trigger: 'manual', slotAt: null });
    expect(verdictOf('05T10:17', { records: [start] })).toEqual(['recorded', 'start']);
    expect(verdictOf('05T09:00', { records: [start] })).toEqual(['unknown', 'lost']);
  });

  it('counts even where other things would answer too', () => {
    const record = aRecord();
    const standstill = { kind: 'paused', since: 0, until: null } as const;
    const given = { records: [record], standstill, createdAt: NOON, keptSince: NOON };
    expect(verdictOf('05T09:00', given)).toEqual(['recorded', 'slot']);
  });
});

describe('without a record', () => {
  const off = { ...daily, enabled: false };
  it.each<[string, string[], ...Parameters<typeof aQuestion>]>([
    ['before the job', ['before-job', 'before-job'], '05T09:00', { createdAt: at('06T00:00') }],
    ['older than what is kept', ['forgotten', 'forgotten'], '05T09:00', { keptSince: NOON }],
    ['switched off', ['off', 'disabled'], '05T09:00', { definition: off }],
    [
      'paused',
      ['off', 'paused'],
      '05T09:00',
      { standstill: { kind: 'paused', since: 0, until: null } },
    ],
    ['held', ['off', 'held'], '05T09:00', { standstill: { kind: 'held', since: 0, until: null } }],
    ['another time', ['not-scheduled', 'other-time'], '05T09:01'],
    ['no schedule', ['not-scheduled', 'no-schedule'], '05T09:00', { definition: aDefinition() }],
    [
      'only dependencies',
      ['not-scheduled', 'by-dependency'],
      '05T09:00',
      { definition: aDefinition({ dependencies: { mode: 'all_success', jobs: ['a'] } }) },
    ],
    [
      'before its start',
      ['not-scheduled', 'before-start'],
      '05T09:00',
      { definition: { ...daily, startAt: '2026-03-06T00:00:00.000Z' } },
    ],
    [
      'after its end',
      ['not-scheduled', 'after-end'],
      '05T09:00',
      { definition: { ...daily, endAt: '2026-03-05T09:00:00.000Z' } },
    ],
    ['to come', ['pending', 'to-come'], '12T09:00'],
    [
      'to come and paused',
      ['off', 'paused'],
      '12T09:00',
      {
        standstill: { kind: 'paused', since: 0, until: null },
      },
    ],
    ['spent, and to come', ['not-scheduled', 'spent'], '12T09:00', { definition: thrice }],
    ['spent by then', ['not-scheduled', 'spent'], '10T09:00', { definition: thrice, nextAt: null }],
    [
      'spent later',
      ['unknown', 'lost'],
      '04T09:00',
      { definition: thrice, nextAt: null, records: [aRecord()] },
    ],
    [
      'spent by then, and what followed was left out',
      ['not-scheduled', 'spent'],
      '04T09:00',
      { definition: thrice, records: [aRecord({ status: 'skipped' })] },
    ],
    ['due and not on record', ['pending', 'overdue'], '10T09:00', { nextAt: at('10T09:00') }],
    ['wiped out by an edit', ['unknown', 'changed'], '10T09:00', { changedAt: at('10T09:01') }],
    ['lost', ['unknown', 'lost'], '10T09:00'],
  ])('%s', (_, expected, ...question) => {
    expect(verdictOf(...question)).toEqual(expected);
  });

  it('what a calendar will keep back is to come, with the reason and the calendar', () => {
    const holiday: CalendarDefinition = {
      name: 'Holidays',
      description: '',
      timezone: 'UTC',
      entries: [{ kind: 'days', name: 'Spring', from: '2026-03-12', to: '2026-03-12' }],
    };
    const definition = { ...daily, calendars: { exclude: ['c'], only: [] } };
    const timetable = timetableOf(definition, new Map([['c', holiday]]));
    expect(findAnswer(aQuestion('12T09:00', { definition, timetable }))).toMatchObject({
      verdict: 'pending',
      cause: 'to-be-skipped',
      reason: 'blackout',
      keptBackBy: { calendar: 'Holidays', entry: 'Spring' },
    });
  });

  it('names the occurrences beside it, not before the job', () => {
    const { previousAt, nextAt } = findAnswer(aQuestion('01T08:00'));
    expect([previousAt, nextAt]).toEqual([null, at('01T09:00')]);
  });
});

it('the definition of then is told by the first change of each field since', () => {
  const present = { ...daily, enabled: true, endAt: null };
  const changes = [
    { at: 5, before: { name: 'Old name' } },
    { at: 6, before: { enabled: false } },
    { at: 7, before: { enabled: true, endAt: '2026-01-01T00:00:00.000Z' } },
  ];
  expect(definitionBefore(present, changes)).toEqual({
    ...present,
    enabled: false,
    endAt: '2026-01-01T00:00:00.000Z',
  });
  expect(definitionBefore(present, [])).toEqual(present);
  expect(firstChangeOfTimes(changes)).toBe(6);
});

describe('what kept a job from running', () => {
  const nothing = { paused: null, heldAt: null, allPaused: [] };
  it.each([
    [nothing, null],
    [
      { ...nothing, paused: { since: 50, until: null } },
      { kind: 'paused', since: 50, until: null },
    ],
    [
      { ...nothing, paused: { since: 50, until: 101 } },
      { kind: 'paused', since: 50, until: 101 },
    ],
    [{ ...nothing, paused: { since: 50, until: 100 } }, null],
    [
      { ...nothing, heldAt: 100 },
      { kind: 'held', since: 100, until: null },
    ],
    [{ ...nothing, heldAt: 101 }, null],
    [
      { ...nothing, heldAt: 1, allPaused: [{ from: 100, to: 101 }] },
      { kind: 'all-paused', since: 100, until: 101 },
    ],
    [{ ...nothing, allPaused: [{ from: 90, to: 100 }] }, null],
    [
      { ...nothing, allPaused: [{ from: 90, to: null }] },
      { kind: 'all-paused', since: 90, until: null },
    ],
  ])('%j: %j', (known, expected) => {
    expect(standstillAt(100, known)).toEqual(expected);
  });
});

const facts: RecordFacts = {
  status: 'succeeded',
  reason: null,
  trigger: 'schedule',
  startedAt: '09:00:02',
  delayMs: 2_000,
  durationMs: 252_000,
  attempts: 3,
  schedule: 'daily',
  merged: ['weekly'],
  keptBackBy: null,
  missed: null,
  startedBy: null,
};
const tell = (
  language: 'en' | 'zh',
  question: LedgerQuestion<LedgerRecord>,
  given: Partial<RecordFacts> = {}
) =>
  explain(question, findAnswer(question), {
    language,
    write: (instant) => new Date(instant).toISOString().slice(0, 16),
    factsOf: () => ({ ...facts, ...given }),
    keptDays: 90,
  });

describe('the sentences', () => {
  it('tell the whole of an execution', () => {
    const question = aQuestion('05T09:00', { records: [aRecord()] });
    expect(tell('en', question)).toBe(
      'It ran: started by its schedule at 09:00:02, 2 s late, and succeeded after 4 min 12 s, in 3 attempts. ' +
        'The schedule “daily” ran; “weekly” fell on the same instant and ran with it.'
    );
    expect(tell('zh', question)).toBe(
      '它執行了：按排程於 09:00:02 開始，延遲 2 秒，成功，歷時 4 分 12 秒，共嘗試 3 次。' +
        '由排程「daily」執行；「weekly」落在同一時間，一併執行。'
    );
  });

  it('tell what did not run and why', () => {
    const question = aQuestion('05T09:00', { records: [aRecord()] });
    const plain = { startedAt: null, merged: [] };
    expect(tell('en', question, { ...plain, status: 'skipped', reason: 'overlap' })).toBe(
      'It did not run: another execution of the job was still in progress.'
    );
    const keptBackBy = { calendar: 'Holidays', entry: 'Easter' };
    const excluded = { ...plain, status: 'skipped', reason: 'blackout', keptBackBy } as const;
    expect(tell('en', question, excluded)).toBe(
      'It did not run: the calendar “Holidays” excludes that time (Easter).'
    );
    expect(tell('zh', question, excluded)).toBe(
      '它沒有執行：行事曆「Holidays」排除了這個時間（Easter）。'
    );
    const outside = {
      ...excluded,
      reason: 'outside-window',
      keptBackBy: { ...keptBackBy, entry: null },
    } as const;
    expect(tell('en', question, outside)).toBe(
      'It did not run: that time is outside the calendar “Holidays”.'
    );
    const replaced: Partial<RecordFacts> = { merged: [], status: 'cancelled', reason: 'overlap' };
    expect(tell('en', question, replaced)).toMatch(
      /: a newer execution of the job took its place\.$/
    );
    expect(tell('en', question, { ...plain, ...replaced })).toBe(
      'Its execution was cancelled: a newer execution of the job took its place.'
    );
    expect(tell('zh', question, { ...plain, ...replaced })).toBe(
      '它的執行被取消：由此工作較新的一次執行取代。'
    );
    const missed = { count: 3, from: 'Monday', to: 'Wednesday' };
    const given = { ...plain, status: 'missed', reason: 'paused', missed } as const;
    expect(tell('en', question, given)).toBe(
      'It was missed with others, 3 from Monday to Wednesday: the job was paused or switched off.'
    );
    expect(tell('zh', question, given)).toBe(
      '它與其他共 3 次（Monday 至 Wednesday）一起被錯過了：工作當時已暫停或停用。'
    );
  });

  it('tell what is known where there is no record', () => {
    const standstill = { kind: 'paused', since: at('04T10:00'), until: null } as const;
    expect(tell('en', aQuestion('05T09:00', { standstill }))).toBe(
      'The job was paused since 2026-03-04T10:00.'
    );
    const until = { kind: 'all-paused', since: at('04T10:00'), until: at('06T10:00') } as const;
    expect(tell('zh', aQuestion('05T09:00', { standstill: until }))).toBe(
      '整個排程器由 2026-03-04T10:00 至 2026-03-06T10:00暫停。'
    );
    expect(tell('en', aQuestion('05T09:00', { createdAt: at('06T08:00') }))).toBe(
      'The job did not exist yet: it was created at 2026-03-06T08:00.'
    );
  });

  it('are there in both languages for every status, reason and start', () => {
    const question = aQuestion('05T09:00', { records: [aRecord()] });
    const told = EXECUTION_STATUSES.flatMap((status) =>
      [null, ...REASONS].flatMap((reason) =>
        TRIGGERS.map((trigger) => ({ status, reason, trigger }))
      )
    );
    for (const language of ['en', 'zh'] as const) {
      for (const given of told) {
        const sentence = tell(language, question, given);
        expect(sentence).toMatch(/[.。]$/);
        expect(sentence).not.toMatch(/undefined|null|\[object/);
      }
    }
  });
});
