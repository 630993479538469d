import { whySentences } from '../../../admin/src/features/executions/why-sentences';
import type { ExecutionMeta, ExecutionView } from '../../../server/src/contract/execution';
import { TRIGGERS } from '../../../server/src/contract/execution';
import { anExecution, someMeta } from './an-execution';
import { wordsIn } from './words';

const why = (execution: Partial<ExecutionView>, meta: Partial<ExecutionMeta> = {}) =>
  whySentences(anExecution(execution), someMeta(meta), {
    t: wordsIn('en'),
    list: (items) => items.join(' and '),
    moment: (iso) => iso.slice(0, 16),
  }).join(' ');

describe('what made an execution', () => {
  it('is its schedule, with those that fell on the same instant', () => {
    expect(why({}, { merged: ['weekly'] })).toBe(
      'Its schedule “nightly” was due at 2026-11-21T02:00. So were weekly; one run stands for all.'
    );
  });

  it('is the jobs before it, each with what came of it', () => {
    const upstreams = [
      {
        job: { documentId: 'a', name: 'Import' },
        execution: { documentId: 'x', status: 'failed' as const },
      },
      { job: { documentId: 'b', name: 'Cleanup' }, execution: null },
    ];
    expect(why({ trigger: 'dependency' }, { upstreams })).toBe(
      'It comes after Import (Failed) and Cleanup (not ended yet).'
    );
  });

  it('is a person, or a token', () => {
    const startedBy = { kind: 'user' as const, id: '1', name: 'Ada' };
    expect(why({ trigger: 'manual', startedBy })).toBe('Ada started it by hand.');
    expect(why({ trigger: 'manual' })).toBe('Somebody started it by hand.');
    expect(why({ trigger: 'api', startedBy: { ...startedBy, name: 'CI' } })).toBe(
      'CI started it through the API.'
    );
  });

  it('of a missed one is the times that it stands for', () => {
    expect(
      why({ status: 'missed' }, { missedCount: 4, missedFrom: '2026-11-21T01:00:00.000Z' })
    ).toContain('This record stands for 4 times from 2026-11-21T01:00 to 2026-11-21T02:00.');
  });

  it.each([
    ['blackout', 'Holidays', 'Easter', 'The calendar “Holidays” excludes that time (Easter).'],
    ['blackout', 'Holidays', null, 'The calendar “Holidays” excludes that time.'],
    ['outside-window', 'Office', null, 'That time is outside the calendar “Office”.'],
  ] as const)(
    'of one that is skipped for %s is the calendar %s',
    (reason, calendar, entry, said) => {
      const meta = { keptBackBy: { calendar, entry } };
      expect(why({ status: 'skipped', reason }, meta)).toContain(said);
    }
  );

  it.each(TRIGGERS)('has words for the trigger %s', (trigger) => {
    expect(why({ trigger })).not.toMatch(/executions\.|^$/);
  });
});
