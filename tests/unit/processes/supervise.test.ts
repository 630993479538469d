import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { probeContainment } from '../../../server/src/processes/supervision/containment';
import type { Containment } from '../../../server/src/processes/supervision/containment';
import { supervise } from '../../../server/src/processes/supervision/supervise';
import type { Command, Supervised } from '../../../server/src/processes/supervision/supervise';
import { eventually } from '../../support/eventually';
import { NO_LIMITS } from '../../support/no-limits';

jest.setTimeout(60_000);

/** All ways of keeping processes together, whichever this host would choose. */
const LEVELS = ['namespace', 'subreaper', 'basic'] as const;

describe.each(LEVELS)('processes kept together by a %s', (level) => {
  let containment: Containment | null;
  let cwd: string;
  beforeAll(async () => {
    const found = await probeContainment('basic');
    containment = level === 'namespace' && found.level !== 'namespace' ? null : { ...found, level };
    cwd = mkdtempSync(path.join(os.tmpdir(), 'supervise-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  /** A mark in the environment by which survivors are found from outside, were they to keep it. */
  const start = (
    script: string,
    { under = containment, ...options }: Partial<Command> & { under?: Containment | null } = {}
  ) => {
    if (under === null) throw new Error('this host has no PID namespaces');
    const mark = aMark();
    return supervise(under, {
      argv: ['/bin/bash', '-c', script],
      cwd,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', MARK: mark },
      mark: `MARK=${mark}`,
      limits: NO_LIMITS,
      cgroupEntrances: [],
      graceMs: 200,
      trustMs: 60_000,
      standstillMs: 60_000,
      ...options,
    });
  };
  const output = async ({ stdout }: Supervised): Promise<string> => {
    let text = '';
    for await (const chunk of stdout) text += String(chunk);
    return text;
  };
  /** Processes of the whole host whose command line holds the mark. */
  const alive = async (mark: string): Promise<string[]> => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
    );
    return lines.filter((line) => line.startsWith('sleep\0') && line.includes(mark));
  };
  let marks = 0;
  /** A number of seconds that no other process sleeps. */
  const aMark = (): string => `${70_000 + (process.pid % 1000) * 20 + (marks += 1)}`;

  it.each([
    ['exit 0', { kind: 'exit', code: 0 }],
    ['exit 3', { kind: 'exit', code: 3 }],
    ['exit 137', { kind: 'exit', code: 137 }],
    ['kill -KILL $$', { kind: 'signal', signal: 9 }],
    ['kill -TERM $$', { kind: 'signal', signal: 15 }],
    ['kill -SEGV $$', { kind: 'signal', signal: 11 }],
    ['kill -INT $$', { kind: 'signal', signal: 2 }],
    ['kill -PIPE $$', { kind: 'signal', signal: 13 }],
  ])('says exactly how "%s" ended', async (script, end) => {
    const running = await start(script);
    expect(await running.ended).toEqual({ end, stoppedBy: null, leftOver: 0, survivors: 0 });
  });

  it.each([
    ['in a session of their own', (mark: string) => `setsid sleep ${mark} & sleep 0.2; exit 0`],
    ['forked twice', (mark: string) => `( (sleep ${mark} &) & ); sleep 0.2; exit 0`],
    [
      'without an environment',
      (mark: string) => `env -i /usr/bin/setsid /bin/sleep ${mark} & sleep 0.2; exit 0`,
    ],
    [
      'that ignore every polite signal',
      (mark: string) => `(trap "" TERM HUP INT; setsid sleep ${mark}) & sleep 0.2; exit 0`,
    ],
    ['that are stopped', (mark: string) => `sleep ${mark} & kill -STOP $!; exit 0`],
  ])('leaves none over %s', async (_how, script) => {
    const mark = aMark();
    const { leftOver } = await (await start(script(mark))).ended;
    expect(leftOver).toBeGreaterThan(0);
    expect(await alive(mark)).toEqual([]);
  });

  it.each([
    [
      'ends by itself when asked',
      'trap "exit 7" TERM; echo up; while :; do sleep 0.01; done',
      { kind: 'exit', code: 7 },
    ],
    [
      'does not listen',
      'trap "" TERM; echo up; while :; do sleep 0.01; done',
      { kind: 'signal', signal: 9 },
    ],
    ['is stopped', 'echo up; kill -STOP $$; sleep 60', { kind: 'signal', signal: 15 }],
  ])('ends a command that %s', async (_what, script, end) => {
    const running = await start(script);
    await new Promise((resolve) => running.stdout.once('data', resolve));
    running.stop();
    expect(await running.ended).toMatchObject({ end, stoppedBy: 'stop' });
  });

  it('ends what forks faster than anybody can look', async () => {
    const mark = aMark();
    const running = await start(
      `echo up; f() { setsid bash -c "sleep ${mark} & sleep ${mark}" & }; for i in $(seq 300); do f; done; sleep 60`
    );
    await new Promise((resolve) => running.stdout.once('data', resolve));
    await eventually(
      () => alive(mark),
      (found) => found.length > 20
    );
    running.stop();
    await running.ended;
    expect(await alive(mark)).toEqual([]);
  });

  it('ends a command that it hears nothing about any more, and lets one go on that is vouched for', async () => {
    const silent = await start('sleep 60', { trustMs: 100 });
    const vouched = await start('sleep 0.4; exit 5', { trustMs: 100 });
    vouched.trust(30_000);
    expect(await silent.ended).toMatchObject({ stoppedBy: 'silence', end: { kind: 'signal' } });
    expect(await vouched.ended).toMatchObject({ stoppedBy: null, end: { kind: 'exit', code: 5 } });
  });

  it('lets a command go on while this server is busy: busy is not stopped', async () => {
    const running = await start('echo up; sleep 0.6; exit 5', { standstillMs: 100 });
    await new Promise((resolve) => running.stdout.once('data', resolve));
    // Nothing else of this process runs meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    expect(await running.ended).toMatchObject({ stoppedBy: null, end: { kind: 'exit', code: 5 } });
  });

  it('refuses an environment in which one value would become two', async () => {
    const env = { PARAM_A: 'a\0LD_PRELOAD=/tmp/evil.so' };
    await expect(start('true', { env })).rejects.toThrow('"PARAM_A" must hold no NUL');
  });

  it('refuses an argument that would end early', async () => {
    const refused = start('', { argv: ['/bin/true', 'a\0b'] });
    await expect(refused).rejects.toThrow('Arguments cannot contain null bytes');
  });

  it('hands over an environment of any size and language', async () => {
    const env = { PARAM_A: '排程器\n'.repeat(10_000) };
    const running = await start('printf %s "$PARAM_A" | md5sum', { env });
    const wanted = createHash('md5').update(env.PARAM_A).digest('hex');
    expect(await output(running)).toBe(`${wanted}  -\n`);
  });

  it('says why a command did not start', async () => {
    const running = await start('', { argv: ['/no/such/program'] });
    const { end } = await running.ended;
    // The basic level starts `prlimit`, which starts the program and says 127.
    expect(end).toEqual(
      level === 'basic' && containment?.prlimit !== null
        ? { kind: 'exit', code: 127 }
        : { kind: 'not-started', errno: 2 }
    );
  });

  it('bounds what it starts, and has no dumps of its memory written', async () => {
    const limits = {
      cpuSeconds: 33,
      addressSpaceBytes: 1_048_576_000,
      fileBytes: 4_096_000,
      userProcesses: 5_000,
    };
    const running = await start(
      'ulimit -Ht -Hv -Hf -Hu -Hc | tr -s " " | sed "s/.* //"; ulimit -St; ulimit -Sc',
      { limits }
    );
    // Bash counts address space in kB and files in blocks of 1,024 bytes.
    expect(await output(running)).toBe('33\n1024000\n4000\n5000\n0\n33\n0\n');
  });

  if (level === 'namespace')
    it('loosens no bound that is there', async () => {
      const enter = ['/usr/bin/prlimit', '--cpu=20', '--', ...containment!.enter];
      const tighter = { ...containment!, enter };
      const running = await start('ulimit -Ht; ulimit -Hf', {
        limits: { ...NO_LIMITS, cpuSeconds: 33, fileBytes: 4_096_000 },
        under: tighter,
      });
      expect(await output(running)).toBe('20\n4000\n');
    });

  it.each([
    ['its folder is a file', 'ENOTDIR', { cwd: '/etc/passwd' }],
    ['its folder is not there', 'ENOENT', { cwd: '/no/such/folder' }],
    [
      'its arguments are larger than the kernel takes',
      'E2BIG',
      { argv: ['/bin/true', 'x'.repeat(3_000_000)] as [string, string] },
    ],
  ] as const)('says so at once where %s (%s)', async (_why, code, options) => {
    const running = await start('true', options);
    expect(await output(running)).toBe('');
    expect(await running.ended).toEqual({
      end: { kind: 'not-started', errno: os.constants.errno[code] },
      stoppedBy: null,
      leftOver: 0,
      survivors: 0,
    });
  });

  it('starts nothing that cannot enter its control group', async () => {
    const cgroupEntrances = [path.join(cwd, 'no-such-group', 'cgroup.procs')];
    const running = await start('echo it ran', { cgroupEntrances });
    expect(await output(running)).toBe('');
    const { ENOENT, EIO } = os.constants.errno;
    const errno = level === 'basic' ? EIO : ENOENT;
    expect(await running.ended).toMatchObject({ end: { kind: 'not-started', errno } });
  });

  it('starts a command in all of its control groups, with no further descriptor', async () => {
    const cgroupEntrances = ['one', 'two'].map((name) => path.join(cwd, `${level}-${name}`));
    const running = await start('', {
      argv: ['/bin/bash', '-c', 'cat "$0" "$1"; [ -e /proc/$$/fd/3 ]', ...cgroupEntrances],
      cgroupEntrances,
    });
    expect((await output(running)).replaceAll('\n', '')).toBe('00');
    expect(await running.ended).toMatchObject({ end: { kind: 'exit', code: 1 } });
  });

  it('gives exactly the environment that was said, and no descriptor but the three', async () => {
    const running = await start('env | sort; for f in /proc/self/fd/*; do readlink $f; done');
    const lines = (await output(running)).trim().split('\n');
    const variables = lines.filter(
      (line) => /^\w+=/.test(line) && !/^(PWD|SHLVL|_|MARK)=/.test(line)
    );
    expect(variables).toEqual(['PATH=/usr/local/bin:/usr/bin:/bin']);
    expect(lines.filter((line) => /^(pipe|socket):/.test(line))).toHaveLength(2);
  });
});
