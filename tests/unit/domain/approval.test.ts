import { admitApproved, refusalOf } from '../../../server/src/domain/approval';
import type { UsedScript } from '../../../server/src/domain/approval';

const unapproved = new Map([['unread', 'tools/unread.sh']]);
const own = (script: string): UsedScript => ({ script, by: 'job' });
const hook = (script: string): UsedScript => ({ script, by: 'hook' });

test('an execution may run with no scripts, and with those that somebody consents to', () => {
  expect(refusalOf([], unapproved)).toBeNull();
  expect(refusalOf([own('read'), hook('read')], unapproved)).toBeNull();
});

test('one script without consent is enough; a hook is named by its path', () => {
  expect(refusalOf([own('unread')], unapproved)).toEqual({ reason: 'approval-missing' });
  expect(refusalOf([own('read'), hook('unread')], unapproved)).toEqual({
    reason: 'approval-missing',
    error: {
      name: 'JobRefused',
      message: 'Hook tools/unread.sh: The execution was refused: approval-missing',
      code: null,
    },
  });
});

test('what would run or wait is skipped; what is over keeps its own reason', () => {
  const records = [
    { status: 'queued', reason: null },
    { status: 'waiting', reason: null },
    { status: 'skipped', reason: 'blackout' },
    { status: 'missed', reason: 'paused' },
  ] as const;
  const admitted = admitApproved([...records], () => [own('unread')], unapproved);
  expect(admitted.map(({ reason }) => reason)).toEqual([
    'approval-missing',
    'approval-missing',
    'blackout',
    'paused',
  ]);
  expect(admitApproved([...records], () => [own('read')], unapproved)).toEqual(records);
});
