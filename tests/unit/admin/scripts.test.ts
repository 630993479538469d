import { whyNotApprove, whyNotReject } from '../../../admin/src/features/scripts/decision-words';
import { filterScripts } from '../../../admin/src/features/scripts/filter-scripts';
import { compareWithApproved } from '../../../admin/src/features/scripts/script-files';
import { scriptNotes } from '../../../admin/src/features/scripts/script-notes';
import type { ScriptDecision, ScriptFile } from '../../../server/src/contract/script';

const OK = { ok: true } as const;
const no = (reason: string) => ({ ok: false, reason }) as const;

describe('who may decide about a script', () => {
  it.each([
    ['new', OK, null, null],
    ['changed', OK, null, null],
    ['approved', OK, 'scripts.blocked.approved', null],
    ['rejected', OK, null, 'scripts.blocked.rejected'],
    ['missing', OK, 'scripts.blocked.missing', 'scripts.blocked.missing'],
    ['new', no('self-approval'), 'scripts.blocked.self', null],
    ['new', no('scripts-approve'), 'scripts.blocked.right', 'scripts.blocked.right'],
    ['new', no('missing'), 'scripts.blocked.missing', 'scripts.blocked.missing'],
    ['new', no('refused'), 'scripts.refused.title', 'scripts.refused.title'],
    ['new', no('off'), 'scripts.off.title', 'scripts.off.title'],
  ] as const)('%s, %j', (status, mayDecide, approve, reject) => {
    expect(whyNotApprove({ status, mayDecide })).toBe(approve);
    expect(whyNotReject({ status, mayDecide })).toBe(reject);
  });
});

describe('the files of a script beside those that were approved', () => {
  const file = (path: string, content: string | null, approved: string | null): ScriptFile => ({
    path,
    size: 1,
    sha256: 'x',
    content,
    approved,
  });
  const decided = (decision: ScriptDecision['decision']): ScriptDecision => ({
    decision,
    digest: 'd',
    by: { id: null, name: null },
    at: '2026-01-01T00:00:00.000Z',
    comment: '',
  });

  it('says of each whether it is the same, changed, new or gone, and of bytes that are no text nothing', () => {
    const compared = compareWithApproved({
      files: [
        file('same', 'a', 'a'),
        file('changed', 'b', 'a'),
        file('added', 'c', null),
        file('binary', null, null),
      ],
      removed: [{ path: 'gone', approved: 'a' }],
      history: [decided('rejected'), decided('approved')],
    });
    expect(compared.map(({ path, change }) => [path, change])).toEqual([
      ['same', 'same'],
      ['changed', 'changed'],
      ['added', 'added'],
      ['binary', 'unknown'],
      ['gone', 'removed'],
    ]);
  });

  it('says of none that it is new while nothing was ever approved', () => {
    const { change } = compareWithApproved({
      files: [file('a', 'a', null)],
      removed: [],
      history: [decided('rejected')],
    })[0] as { change: string };
    expect(change).toBe('unknown');
  });
});

describe('the list of scripts', () => {
  const script = (path: string, status: 'approved' | 'changed' | 'new', usedBy = 0) => ({
    path,
    status,
    usedBy,
    description: path === 'b.sh' ? 'Sends the Report' : null,
    seenAt: '2026-01-01T00:00:00.000Z',
  });
  const all = [
    script('a.sh', 'approved', 2),
    script('b.sh', 'new', 1),
    script('c.sh', 'changed', 0),
  ];
  const found = (query: Partial<Parameters<typeof filterScripts>[1]>): string[] =>
    filterScripts(all, { q: '', sort: 'status:asc', filters: {}, ...query }).map(
      ({ path }) => path
    );

  it('begins with what waits for somebody', () => {
    expect(found({})).toEqual(['c.sh', 'b.sh', 'a.sh']);
  });

  it('is searched by path and by description, filtered by status, and sorted', () => {
    expect(found({ q: 'report' })).toEqual(['b.sh']);
    expect(found({ filters: { status: 'approved' } })).toEqual(['a.sh']);
    expect(found({ sort: 'path:desc' })).toEqual(['c.sh', 'b.sh', 'a.sh']);
    expect(found({ sort: 'usedBy:asc' })).toEqual(['c.sh', 'b.sh', 'a.sh']);
    expect(found({ sort: 'nonsense:asc' })).toEqual(['a.sh', 'b.sh', 'c.sh']);
  });
});

describe('what the job’s form says about a chosen script', () => {
  const ready = { state: 'ready', requireApproval: true } as const;
  it('names what keeps it from running, and what its arguments may not be', () => {
    expect(scriptNotes({ status: 'new', takesOptions: true }, ready)).toEqual([
      'scripts.means.new',
    ]);
    expect(scriptNotes({ status: 'approved', takesOptions: false }, ready)).toEqual([
      'parameters.script.no-options',
    ]);
    expect(
      scriptNotes({ status: 'new', takesOptions: true }, { ...ready, requireApproval: false })
    ).toEqual([]);
    expect(scriptNotes(undefined, { ...ready, state: 'off' })).toEqual(['scripts.off.title']);
    expect(scriptNotes(undefined, ready)).toEqual([]);
  });

  it('counts approval as needed, and says nothing of arguments, for who is not told of them', () => {
    expect(scriptNotes({ status: 'changed' }, { state: 'ready' })).toEqual([
      'scripts.means.changed',
    ]);
  });
});
