/**
 * The supervisor of hosts where the kernel hands it no orphans (no Perl), in Node: it looks for the processes of an
 * execution in /proc. It knows them by their parents, while it sees them, by their sessions, by their mark (an entry of
 * their environment), by the output that they hold open, and by their control group.
 *
 * Spoken to as the other one (`supervise.ts`), with the mark before the command. Without a command it ends whatever
 * another supervisor has left behind.
 */
export const BASIC_SUPERVISOR = String.raw`
'use strict';
const fs = require('node:fs');
const { spawn } = require('node:child_process');
const { Socket } = require('node:net');
const { errno, signals } = require('node:os').constants;

const [grace, orphanGrace, trust, standstill] = process.argv.slice(1, 5).map(Number);
const [entrances, mark, ...command] = process.argv.slice(5);
const groups = entrances.split(':').filter((entrance) => entrance !== '');
const now = () => performance.now();
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const textOf = (file) => {
  try { return fs.readFileSync(file, 'latin1'); } catch { return ''; }
};
const linkOf = (file) => {
  try { return fs.readlinkSync(file); } catch { return ''; }
};
const outputs = command.length === 0 ? [] : [linkOf('/proc/self/fd/1'), linkOf('/proc/self/fd/2')];

// pid -> start time: a pid alone may be another's by now.
const known = new Map();
const sessions = new Set();

const statOf = (pid) => {
  const stat = textOf('/proc/' + pid + '/stat');
  const [state, parent, , session, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (parent === undefined || state === 'Z' || state === 'X' || pid === process.pid) return [];
  return [{ pid, parent: Number(parent), session, started: rest[15] }];
};

// Who is started while we look is looked at too: a chain in which each starts the next one and goes is not overlooked.
const everyone = () => {
  const seen = new Set();
  const found = [];
  for (let round = 0; round < 10; round += 1) {
    const fresh = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !seen.has(name));
    if (fresh.length === 0) break;
    for (const name of fresh) { seen.add(name); found.push(...statOf(Number(name))); }
  }
  return found;
};

const remember = ({ pid, started, session }) => {
  known.set(pid, started);
  if (session !== ownSession) sessions.add(session);
};
const isKnown = ({ pid, started }) => known.get(pid) === started;
const ownSession = textOf('/proc/self/stat').replace(/^.*\) /s, '').split(' ')[3];

// Those that are seen to be below us or in a session of theirs, until nobody new is.
const look = (processes = everyone()) => {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const isBelow = ({ parent }) => parent === process.pid || (byPid.has(parent) && isKnown(byPid.get(parent)));
  for (let before = -1; before < known.size; ) {
    before = known.size;
    for (const one of processes) if (!isKnown(one) && (sessions.has(one.session) || isBelow(one))) remember(one);
  }
  return processes.filter(isKnown);
};

// Looked at once: pid -> start time. One that is about to start a program has no environment for a moment.
const strangers = new Map();

const isMarked = ({ pid, started }) => {
  if (strangers.get(pid) === started) return false;
  const environment = textOf('/proc/' + pid + '/environ');
  if (('\0' + environment).includes('\0' + mark + '\0')) return true;
  let open = [];
  try { open = fs.readdirSync('/proc/' + pid + '/fd'); } catch {}
  if (open.some((fd) => outputs.includes(linkOf('/proc/' + pid + '/fd/' + fd)))) return true;
  if (environment !== '') strangers.set(pid, started);
  return false;
};

const search = () => {
  const processes = everyone();
  const inGroup = new Set(groups.flatMap((group) => textOf(group).split('\n').map(Number)));
  for (const one of processes)
    if (!isKnown(one) && (inGroup.has(one.pid) || isMarked(one))) remember(one);
  return look(processes);
};

// Whether it was allowed: one that is gone was.
const signal = (name) => ({ pid }) => {
  try { process.kill(pid, name); return true; } catch ({ code }) { return code !== 'EPERM'; }
};

// What forks faster than one look is stopped first: a stopped process forks no more.
const endAll = async () => {
  let inVain = 0;
  let empty = 0;
  for (let round = 1; round <= 200 && inVain <= 5 && empty < 3; round += 1) {
    look().forEach(signal('SIGSTOP'));
    const living = search();
    empty = living.length === 0 ? empty + 1 : 0;
    living.forEach(signal('SIGSTOP'));
    // Those of other users stay.
    if (living.filter(signal('SIGKILL')).length < Math.min(1, living.length)) inVain += 1;
    await wait(round < 20 ? 5 : 50);
  }
};

const finish = (how, why, left) => {
  fs.writeSync(3, how + ' ' + why + ' ' + left + ' ' + search().length + '\n');
  process.exit(0);
};

const sweep = async () => {
  const left = search().length;
  await endAll();
  finish('unknown 0', '-', left);
};

// The server's own line of /proc, opened by it: the state T is a process that was stopped.
const isStopped = () => {
  const line = Buffer.alloc(512);
  try { return /^\d+ \(.*\) T /s.test(line.toString('latin1', 0, fs.readSync(5, line, 0, 512, 0))); } catch { return false; }
};

const supervise = async (env, heard) => {
  // Over the fourth descriptor it says that it could not enter its groups; closed by whoever is in.
  const complaint = groups.length === 0 ? [] : ['pipe'];
  const child = spawn(command[0], command.slice(1), { env, detached: true, stdio: ['ignore', 1, 2, ...complaint] });
  let isOutside = false;
  const told = groups.length === 0 || child.pid === undefined ? Promise.resolve() : new Promise((resolve) => {
    child.stdio[3].once('data', () => { isOutside = true; });
    child.stdio[3].once('close', resolve);
  });
  // The children's output ends with the children.
  for (const fd of [1, 2]) { fs.closeSync(fd); fs.openSync('/dev/null', 'w'); }
  let end = null;
  const ended = new Promise((resolve) => {
    child.once('error', ({ errno }) => resolve((end = 'spawn ' + -errno)));
    child.once('exit', (code, name) => resolve((end = name === null ? 'exit ' + code : 'signal ' + signals[name])));
  });
  let why = '-';
  let deadline = Infinity;
  let stillSince = null;
  // What a child leaves behind at once is seen only by who looks at once.
  let pause = 5;
  for (let next = 0; end === null && now() < deadline; ) {
    if (now() >= next) {
      look();
      next = now() + (pause = Math.min(pause * 2, 250));
    }
    stillSince = isStopped() ? (stillSince ?? now()) : null;
    if (heard.word !== '-') why = heard.word;
    else if (stillSince !== null && now() - stillSince >= standstill) why = 'standstill';
    else if (now() >= heard.until) why = 'silence';
    if (why !== '-' && deadline === Infinity) {
      deadline = now() + (why === 'stop' ? grace : orphanGrace);
      for (const name of ['SIGTERM', 'SIGCONT']) search().forEach(signal(name));
    }
    await Promise.race([ended, wait(Math.min(pause, 50, Math.max(0, deadline - now())))]);
  }
  const left = end === null ? 0 : search().length;
  await endAll();
  await Promise.race([Promise.all([ended, told]), wait(1000)]);
  if (isOutside) end = 'spawn ' + errno.EIO;
  finish(end ?? 'signal 9', why, left);
};

const environmentOf = (entries) =>
  Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));

const listen = () => {
  const heard = { word: '-', until: now() + trust };
  let text = '';
  let isStarted = false;
  const heed = () => {
    const lines = text.split('\n');
    text = lines.pop();
    for (const line of lines) if (line === 'stop') heard.word = 'stop'; else heard.until = now() + Number(line);
  };
  const lifeline = new Socket({ fd: 4 });
  const isGone = () => { if (isStarted) heard.word = heard.word === '-' ? 'gone' : heard.word; else process.exit(70); };
  lifeline.setEncoding('latin1');
  lifeline.on('data', (data) => {
    text += data;
    if (isStarted) return heed();
    // First comes the environment: its length in bytes, a line's end, its entries, each with a NUL behind it.
    const [first, length] = /^(\d+)\n/.exec(text) ?? [];
    if (first === undefined || text.length < first.length + Number(length)) return;
    const entries = Buffer.from(text.slice(first.length, first.length + Number(length)), 'latin1').toString();
    text = text.slice(first.length + Number(length));
    isStarted = true;
    heed();
    void supervise(environmentOf(entries.split('\0').slice(0, -1)), heard);
  });
  lifeline.on('end', isGone);
  lifeline.on('error', isGone);
};

// Whatever this server or its parent left open is none of the script's business. Node's own descriptors close by themselves.
const CLOEXEC = 0o2000000;
for (const fd of fs.readdirSync('/proc/self/fd').map(Number)) {
  const [, flags] = /flags:\s*(\d+)/.exec(textOf('/proc/self/fdinfo/' + fd)) ?? [];
  if (fd > 5 && flags !== undefined && (parseInt(flags, 8) & CLOEXEC) === 0) fs.closeSync(fd);
}

if (command.length === 0) void sweep(); else listen();
`;
