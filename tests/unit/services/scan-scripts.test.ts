import type { NewAuditEntry, ServicePorts } from '../../../server/src/services/ports';
import { noticeScripts } from '../../../server/src/services/scan-scripts';
import type { ScriptChange, ScriptRecord } from '../../../server/src/services/script-ports';
import { createVirtualClock } from '../../support/virtual-clock';

const aScript = (digest: string): ScriptRecord => ({
  id: 1,
  documentId: 'script00000000000000000a',
  path: 'job.sh',
  type: 'bash',
  interpreter: 'bash',
  digest,
  size: 1,
  takesOptions: false,
  description: null,
  isMissing: false,
  seenAt: 0,
  decisions: [],
  usedBy: 0,
});

/** A site on which another server keeps writing down its own bytes of the script. */
const aSite = () => {
  const clock = createVirtualClock();
  const entries: NewAuditEntry[] = [];
  const see = { changes: [] as ScriptChange[] };
  const ports = {
    clock,
    ids: { documentId: () => 'one' },
    scripts: {
      directory: '/scripts',
      requireApproval: true,
      state: async () => ({ state: 'ready', problems: [] }),
      find: async () => ({ scripts: [], left: [] }),
    },
    store: {
      change: async (work: (changes: unknown) => Promise<unknown>) =>
        work({
          syncScripts: async () => see.changes,
          writeAudit: async (entry: NewAuditEntry) => void entries.push(entry),
        }),
    },
  } as unknown as ServicePorts;
  const look = async (from: string, to: string): Promise<ScriptChange[]> => {
    see.changes = [{ before: aScript(from), after: aScript(to) }];
    return (await noticeScripts(ports)).changed;
  };
  return { clock, entries, look, ports };
};

it('servers whose directories differ do not fill the audit log', async () => {
  const { clock, entries, look } = aSite();
  for (let minute = 0; minute < 60; minute += 1) {
    await look('theirs', 'ours');
    await clock.advance('1m');
  }
  expect(entries).toHaveLength(5);
  expect(await look('theirs', 'ours')).toEqual([]);
});

it('another change of the same script is said all the same, and after a day the same one too', async () => {
  const { clock, entries, look } = aSite();
  for (let time = 0; time < 10; time += 1) await look('theirs', 'ours');
  expect(await look('ours', 'new')).toHaveLength(1);
  expect(entries).toHaveLength(6);
  await clock.advance('24h');
  expect(await look('theirs', 'ours')).toHaveLength(1);
});

it('of a directory that is not to be trusted nothing is written down, and the reasons are handed on', async () => {
  const { entries, ports } = aSite();
  const problems = ['others may write it', 'it lies in public/'];
  ports.scripts.state = async () => ({ state: 'refused', problems });
  ports.scripts.find = async () => Promise.reject(new Error('nobody looks into it'));
  expect(await noticeScripts(ports)).toEqual({ changed: [], problems });
  expect(entries).toEqual([]);
});
