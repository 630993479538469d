import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { probeContainment } from '../../../server/src/processes/supervision/containment';
import type { Containment } from '../../../server/src/processes/supervision/containment';
import { viewOfContainment } from '../../../server/src/processes/supervision/containment-view';
import { eventually } from '../../support/eventually';
import { ASSASSIN, DAEMON, FORK_BOMB, ZOO } from '../../support/process-zoo';
import { processesWith, startScriptServer } from '../../support/script-server';
import type { Found, ScriptServerOptions } from '../../support/script-server';

jest.setTimeout(60_000);

const LEVELS = ['namespace', 'subreaper', 'basic'] as const;
const ENDINGS = ['cancel', 'timeout', 'SIGKILL', 'SIGSTOP'] as const;

const isRoot = process.getuid?.() === 0;
/** A server without the rights of root: limits on the number of processes do not hold for root. */
const AS_NOBODY = isRoot
  ? ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  : [];

const countOf = (processes: Found[]): number => new Set(processes.map(({ pid }) => pid)).size;

/** One look takes its time, and in a crowd that comes and goes counts those that never were there together. */
const fewestOf = async (look: () => Promise<Found[]>, { looks }: { looks: number }) => {
  const counts: number[] = [];
  while (counts.length < looks) counts.push(countOf(await look()));
  return Math.min(...counts.slice(looks / 2));
};

let found: Containment;
beforeAll(async () => {
  found = await probeContainment('basic');
});

let servers: { server: ReturnType<typeof startScriptServer>; mark: string }[] = [];
afterEach(async () => {
  for (const { server, mark } of servers) {
    server.kill('SIGKILL');
    await server.exited;
    const left = new Set((await processesWith(mark)).map(({ pid }) => pid));
    for (const pid of left) process.kill(pid, 'SIGKILL');
  }
  servers = [];
});

let marks = 0;
/** Begins like a number of seconds that no other process sleeps. */
const aMark = (): string => `${80_000 + (process.pid % 1_000) * 20 + (marks += 1)}.0`;

type Given = Partial<Omit<ScriptServerOptions, 'scripts'>> &
  Pick<ScriptServerOptions, 'level'> & {
    scripts?: Record<string, string | ScriptServerOptions['scripts'][string]>;
  };

const serve = (given: Given) => {
  if (given.level === 'namespace' && found.level !== 'namespace')
    throw new Error('this host has no PID namespaces');
  const mark = aMark();
  const scripts = Object.fromEntries(
    Object.entries(given.scripts ?? ZOO).map(([name, script]) => [
      name,
      typeof script === 'string' ? { text: script, args: [mark] } : script,
    ])
  );
  const server = startScriptServer({ hasCgroups: true, timeoutMs: null, ...given, scripts });
  servers.push({ server, mark });
  const names = Object.keys(scripts);
  const areUp = () =>
    eventually(server.told, (told) =>
      names.every((name) => told.some((line) => line.name === name && line.said === 'up'))
    );
  const haveEnded = async () => {
    const all = await eventually(
      server.told,
      (told) => told.filter(({ ended }) => ended !== undefined).length === names.length
    );
    return all.flatMap(({ ended }) => ended ?? []);
  };
  const left = () => processesWith(mark);
  return { server, mark, areUp, haveEnded, left };
};

/** How soon would hang on what else the machine does: the bounds themselves are 500 ms each (`supervisors.ts`). */
const untilGone = (left: () => Promise<unknown[]>): Promise<unknown[]> =>
  eventually(left, (processes) => processes.length === 0);

describe.each(LEVELS)('at the level %s', (level) => {
  it.each(ENDINGS)('nothing survives: %s', async (ending) => {
    const { server, areUp, haveEnded, left } = serve({
      level,
      timeoutMs: ending === 'timeout' ? 3_000 : null,
    });
    if (ending === 'timeout') {
      await haveEnded();
      expect(await left()).toEqual([]);
    } else {
      await areUp();
      expect((await left()).length).toBeGreaterThan(Object.keys(ZOO).length);
      if (ending === 'cancel') server.cancel();
      else server.kill(ending);
      await untilGone(left);
    }
    server.kill('SIGCONT');
    if (ending !== 'SIGKILL') {
      const ends = await haveEnded();
      const expected = {
        cancel: 'cancelled',
        timeout: 'it took too long',
        SIGSTOP: 'SERVER_STOPPED',
      };
      expect(new Set(ends)).toEqual(new Set([expected[ending]]));
    }
    expect((await server.told()).filter(({ survivors }) => survivors !== undefined)).toEqual([]);
  });

  it('nothing is left of a script that kills its supervisor', async () => {
    const scripts = { assassin: ASSASSIN };
    const { areUp, haveEnded, left } = serve({ level, scripts });
    await areUp();
    const isAlone = level === 'namespace';
    // Inside of a namespace nobody can signal its first process: the script just goes on, and is cancelled.
    if (isAlone) servers[0]?.server.cancel();
    expect(await haveEnded()).toEqual([isAlone ? 'cancelled' : 'SUPERVISOR_KILLED']);
    expect(await left()).toEqual([]);
  });

  it('a daemon is left at most where that is said', async () => {
    const { server, areUp, left } = serve({
      level,
      hasCgroups: false,
      scripts: { daemon: DAEMON },
    });
    await areUp();
    server.kill('SIGKILL');
    const containment = { ...found, level, cgroups: null };
    const { cannotCatch } = viewOfContainment(containment, { isRoot: true, survivors: 0 });
    const isHidden = ({ line }: Found): boolean => line.startsWith('/bin/sleep');
    const most = cannotCatch.includes('unmarked') ? isHidden : () => false;
    const rest = await eventually(left, (processes) => processes.every(most));
    expect(rest.filter((one) => !most(one))).toEqual([]);
  });

  it('a control group leaves no daemon behind', async () => {
    if (found.cgroups === null) throw new Error('this host has no control groups for us');
    const { server, areUp, left } = serve({ level, scripts: { daemon: DAEMON } });
    await areUp();
    server.kill('SIGKILL');
    expect(await untilGone(left)).toEqual([]);
  });

  it.each([
    ['a control group', {}, { processes: 50 }],
    ['its user', { hasCgroups: false, under: AS_NOBODY }, { userProcesses: 100 }],
  ])('a fork bomb stays within the limit of %s, and ends', async (_of, options, limits) => {
    const scripts = { bomb: FORK_BOMB };
    const { server, areUp, haveEnded, left } = serve({ level, ...options, limits, scripts });
    await areUp();
    await eventually(left, (processes) => countOf(processes) > 25);
    expect(await fewestOf(left, { looks: 8 })).toBeLessThanOrEqual(100);
    expect(spawnSync('/bin/true').status).toBe(0);
    server.cancel();
    await untilGone(left);
    expect(await haveEnded()).toEqual(['cancelled']);
  });

  it('a secret is in the environment of its script alone, and in no command line', async () => {
    const secret = `canary-${aMark()}`;
    const text = 'echo up; sleep "$1"';
    const { mark, areUp } = serve({
      level,
      scripts: { script: { text, args: ['90000'], env: { PARAM_TOKEN: secret } } },
    });
    await areUp();
    const holders = await eventually(
      () => processesWith(secret),
      (all) => all.some(({ line }) => line.startsWith('sleep'))
    );
    expect(holders.filter(({ line }) => line.includes(secret))).toEqual([]);
    const programs = new Set(holders.map(({ line }) => line.replace(/ .*/s, '')));
    expect([...programs].sort()).toEqual(['/bin/bash', 'sleep']);
    expect(mark).not.toBe('');
  });
});

it('what has become another user’s survives, is counted and told', async () => {
  if (!isRoot) throw new Error('only root can give a process to somebody else');
  const tools = mkdtempSync(path.join(os.tmpdir(), 'zoo-'));
  try {
    chmodSync(tools, 0o755);
    const become = path.join(tools, 'become');
    copyFileSync('/usr/bin/setpriv', become);
    chmodSync(become, 0o4755);
    const text = `${become} --reuid=2 --clear-groups setsid sleep "$1" </dev/null >/dev/null 2>&1 & echo up; sleep 0.3`;
    const scripts = { runaway: text };
    const options = { hasCgroups: false, under: AS_NOBODY, scripts };
    const { server, haveEnded, left } = serve({ level: 'subreaper', ...options });
    expect(await haveEnded()).toEqual(['success']);
    expect(countOf(await left())).toBe(1);
    const told = await server.told();
    expect(told).toContainEqual({ survivors: 1 });
    expect(told).toContainEqual({
      name: 'runaway',
      logged: '1 processes of the script could not be ended and still run on this host.',
    });
  } finally {
    rmSync(tools, { recursive: true });
  }
});
