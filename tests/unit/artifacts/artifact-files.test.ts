import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { openArtifactFiles } from '../../../server/src/artifacts/artifact-files';

let root: string;
let site: { root: string; public: string };
let directory: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
  site = { root: path.join(root, 'site'), public: path.join(root, 'site', 'public') };
  directory = path.join(site.root, '.job-scheduler', 'artifacts');
  mkdirSync(site.public, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const request = { maxBytes: 1_000_000, signal: undefined };
const files = () => openArtifactFiles(directory, site);
const left = () => readdirSync(directory).filter((name) => name !== '.gitignore');
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const textOf = async (content: AsyncIterable<Uint8Array> | null) =>
  content && Buffer.concat(await collect(content)).toString('utf8');

/** Where this process has such a file open. */
const openAt = (file: string): string[] =>
  readdirSync('/proc/self/fd').filter((fd) => {
    const target = `/proc/self/fd/${fd}`;
    return existsSync(target) && readlinkSync(target) === path.join(directory, file);
  });

async function* pieces(...given: (string | Uint8Array | Error)[]) {
  for (const piece of given) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

const settled = async (content: string): Promise<string> => {
  const { file } = await files().write(content, request);
  await files().settle([file]);
  return file;
};

test('text, bytes and pieces of both are kept as they are, under a random name', async () => {
  const text = await files().write('Grüße', request);
  const bytes = await files().write(new Uint8Array([0, 255]), request);
  const mixed = await files().write(pieces('a', Buffer.from('b'), 'ç'), request);
  expect(text).toEqual({
    file: expect.stringMatching(/^[0-9a-f]{32}$/),
    size: 7,
    sha256: createHash('sha256').update('Grüße').digest('hex'),
  });
  expect(bytes.size).toBe(2);
  expect(await textOf(await files().read(mixed.file, 4))).toBe('abç');
  const written = [text.file, bytes.file, mixed.file];
  expect(left().toSorted()).toEqual(written.map((file) => `pending-${file}`).toSorted());
  await files().settle(written);
  expect(left().toSorted()).toEqual(written.toSorted());
  expect(await textOf(await files().read(mixed.file, 4))).toBe('abç');
});

test('what is settled, or gone, may be settled again', async () => {
  const file = await settled('x');
  await files().settle([file, '0'.repeat(32)]);
  expect(left()).toEqual([file]);
});

test('the directory and the files are for this user alone, and git leaves them alone', async () => {
  const file = await settled('x');
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(directory, file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(directory, '.gitignore'), 'utf8')).toBe('*\n');
});

test('a directory that is open to others is closed before anything is written', async () => {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o777);
  await files().write('x', request);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test.each([
  ['public', () => path.join(site.public, 'uploads', 'mine')],
  ['src', () => path.join(site.root, 'src', 'files')],
])('nothing is kept in %s, also not by way of a link', async (_name, place) => {
  directory = place();
  const code = { code: 'ARTIFACTS_UNAVAILABLE' };
  await expect(files().write('x', request)).rejects.toMatchObject(code);
  expect(existsSync(directory)).toBe(false);

  mkdirSync(directory, { recursive: true });
  const link = path.join(root, 'link');
  symlinkSync(directory, link);
  await expect(openArtifactFiles(link, site).write('x', request)).rejects.toMatchObject(code);
  expect(readdirSync(directory)).toEqual([]);
});

test('of what is too large, breaks or is stopped nothing stays', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  const endless = async function* () {
    yield 'a';
    stop.abort(reason);
    await new Promise<never>(() => undefined);
  };
  await expect(
    files().write(pieces('12345', '6'), { ...request, maxBytes: 5 })
  ).rejects.toMatchObject({ code: 'ARTIFACT_TOO_LARGE', retryable: false });
  await expect(files().write(pieces('a', new Error('broke')), request)).rejects.toThrow('broke');
  await expect(files().write(endless(), { ...request, signal: stop.signal })).rejects.toBe(reason);
  expect(left()).toEqual([]);
});

test('nothing is begun for who has stopped already, also where the content stands still', async () => {
  const asked: string[] = [];
  const still = async function* () {
    asked.push('asked');
    yield await new Promise<never>(() => undefined);
  };
  const reason = new Error('stopped');
  const signal = AbortSignal.abort(reason);
  await expect(files().write(still(), { ...request, signal })).rejects.toBe(reason);
  expect([asked, left()]).toEqual([[], []]);
});

test('exactly as many bytes as allowed are kept', async () => {
  const { size } = await files().write(pieces('123', '45'), { ...request, maxBytes: 5 });
  expect(size).toBe(5);
});

test('a file that is not there, or not as long as it should be, is not read', async () => {
  const { file } = await files().write('12345', request);
  expect(await files().read('0'.repeat(32), 5)).toBeNull();
  expect(await files().read(file, 4)).toBeNull();
  expect(await files().read('../../package.json', 4)).toBeNull();
});

test('who destroys what it was given before reading leaves no file open', async () => {
  const file = await settled('12345');
  const content = await files().read(file, 5);
  expect(openAt(file)).toHaveLength(1);
  const closed = once(content!, 'close');
  content?.destroy();
  await closed;
  expect(openAt(file)).toEqual([]);
});

test('a link in place of a file is not followed', async () => {
  await files().write('x', request);
  writeFileSync(path.join(root, 'secret'), 'hello');
  for (const name of ['a'.repeat(32), `pending-${'a'.repeat(32)}`])
    symlinkSync(path.join(root, 'secret'), path.join(directory, name));
  expect(await files().read('a'.repeat(32), 5)).toBeNull();
});

test('a pipe in place of a file is not waited for', async () => {
  const { file } = await files().write('', request);
  await files().settle([file]);
  rmSync(path.join(directory, file));
  expect(spawnSync('/usr/bin/mkfifo', [path.join(directory, file)]).status).toBe(0);
  expect(await files().read(file, 0)).toBeNull();
  expect(openAt(file)).toEqual([]);
});

test('whether a file is there is told without leaving it open', async () => {
  const file = await settled('12345');
  const there = [await files().has(file, 5), await files().has(file, 6)];
  const { file: waiting } = await files().write('abc', request);
  there.push(await files().has(waiting, 3), await files().has('0'.repeat(32), 3));
  expect(there).toEqual([true, false, true, false]);
  expect([...openAt(file), ...openAt(`pending-${waiting}`)]).toEqual([]);
});

test('what waits for its record is found, what was never whole goes when it is late, all else stays', async () => {
  const old = await settled('old');
  const { file: late } = await files().write('late', request);
  const { file: young } = await files().write('young', request);
  const part = `part-${'b'.repeat(32)}`;
  for (const name of [part, 'notes.txt']) writeFileSync(path.join(directory, name), 'x');
  const longAgo = new Date('2026-01-01T00:00:00Z');
  for (const name of [old, `pending-${late}`, part, 'notes.txt'])
    utimesSync(path.join(directory, name), longAgo, longAgo);

  const found = await collect(files().waiting(Date.parse('2026-01-02T00:00:00Z'), 10));
  const inOrder = found.flat().toSorted((one, other) => Number(other.isLate) - Number(one.isLate));
  expect(inOrder).toEqual([
    { file: late, isLate: true },
    { file: young, isLate: false },
  ]);
  const whole = [old, `pending-${late}`, `pending-${young}`, 'notes.txt'];
  expect(left().toSorted()).toEqual(whole.toSorted());
  await files().discard([old, late]);
  expect(left().toSorted()).toEqual([old, `pending-${young}`, 'notes.txt'].toSorted());
  await files().remove([old, young, 'notes.txt', '../../public']);
  expect(left()).toEqual(['notes.txt']);
});

test('a scratch folder that nobody has touched for long goes', async () => {
  const { folder } = await files().scratch();
  writeFileSync(path.join(folder, 'dump'), 'x');
  await collect(files().waiting(0, 10));
  expect(left()).toEqual([path.basename(folder)]);
  await collect(files().waiting(Number.MAX_SAFE_INTEGER, 10));
  expect(left()).toEqual([]);
});

test('scratch folders of dead processes of this machine go at once, of others and of the living they stay', async () => {
  const { folder: own } = await files().scratch();
  const name = path.basename(own);
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const [, host, pid, key] = name.split('-');
  const others = {
    gone: name.replace(`-${pid}-`, `-${dead}-`),
    earlier: name.replace(`-${key}-`, `-${Number(key) - 1}-`),
    elsewhere: name.replace(host!, '0'.repeat(16)).replace(`-${pid}-`, `-${dead}-`),
  };
  for (const each of Object.values(others)) {
    mkdirSync(path.join(directory, each));
    writeFileSync(path.join(directory, each, 'client.cnf'), 'password');
  }
  await files().removeAbandoned();
  expect(left().toSorted()).toEqual([name, others.elsewhere].toSorted());
});

test('a directory that was never made holds nothing', async () => {
  expect(await collect(files().waiting(Number.MAX_SAFE_INTEGER, 10))).toEqual([]);
  await files().removeAbandoned();
  expect(existsSync(directory)).toBe(false);
});
