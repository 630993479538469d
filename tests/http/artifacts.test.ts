import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ArtifactContent, ArtifactOptions } from '../../server/src/engine/artifacts';
import { defineTemplate } from '../../server/src/templates/define-template';
import { eventually } from '../support/eventually';
import { lookThroughScripts } from '../support/look-through-scripts';
import { plantArtifact } from '../support/plant-artifact';
import { createWorld } from '../support/world';
import type { Actor, World } from '../support/world';

interface Given {
  name: string;
  content: ArtifactContent;
  options?: ArtifactOptions;
}

let world: World;
const directory = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
const scripts = mkdtempSync(path.join(os.tmpdir(), 'job-scripts-'));
/** What the template of these tests keeps, and how it ends. */
let work: (keep: (given: Given) => Promise<unknown>, signal: AbortSignal) => Promise<unknown>;

beforeAll(async () => {
  writeFileSync(path.join(scripts, 'files.sh'), FILES_SCRIPT);
  chmodSync(path.join(scripts, 'files.sh'), 0o755);
  world = await createWorld({
    JOB_SCHEDULER_ARTIFACTS_DIR: directory,
    JOB_SCHEDULER_ARTIFACTS_MAX_FILE_MB: '1',
    JOB_SCHEDULER_ARTIFACTS_MAX_EXECUTION_MB: '2',
    JOB_SCHEDULER_ARTIFACTS_MAX_FILES: '5',
    JOB_SCHEDULER_SCRIPTS_DIR: scripts,
    JOB_SCHEDULER_SCRIPTS_REQUIRE_APPROVAL: 'false',
    NODE_ENV: 'test',
  });
  const templates = world.site.strapi.plugin('job-scheduler').service('templates') as unknown as {
    register(template: object): void;
  };
  templates.register(
    defineTemplate({
      uid: 'test.files',
      version: 1,
      label: 'Files',
      description: 'Keeps files',
      parameters: [],
      run: async ({ artifact, signal }) =>
        work(({ name, content, options }) => artifact(name, content, options), signal),
    })
  );
}, 120_000);
afterAll(async () => {
  await world?.stop();
  for (const folder of [directory, scripts]) rmSync(folder, { recursive: true, force: true });
});

const FILES_SCRIPT = `
cd "$JOB_ARTIFACTS_DIR"
printf 'a,b' > table.csv
mkdir -p deep/er && printf 'deep' > deep/er/note.txt
ln -s /etc/passwd link.txt
printf 'twice' > one.txt && ln one.txt two.txt
mkfifo pipe
exit "$1"
`;

let made = 0;
const aJob = async (template: string, parameters: object = {}) => {
  const body = {
    name: `Files ${(made += 1)}`,
    template,
    parameters,
    overlap: 'allow',
    retry: { maxAttempts: 1 },
  };
  const answer = await world.call('owner', 'POST', '/jobs', body);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data.documentId as string;
};
const start = async (job: string, actor: Actor = 'owner') =>
  (await world.call(actor, 'POST', `/jobs/${job}/run`, {})).body.data.documentId as string;
const read = async (id: string) =>
  (await world.call('superAdmin', 'GET', `/executions/${id}`)).body.data;
const ended = (id: string) =>
  eventually(
    () => read(id),
    ({ finishedAt }) => finishedAt !== null
  );
const keeping = async (...given: Given[]) => {
  work = async (keep) => {
    for (const one of given) await keep(one);
    return null;
  };
  return ended(await start(await aJob('test.files')));
};
interface Listed {
  documentId: string;
  name: string;
  size: number;
}
const list = async (id: string, actor: Actor = 'superAdmin') =>
  (await world.call(actor, 'GET', `/executions/${id}/artifacts`)).body as {
    data: Listed[];
    meta: { withheld: string[] };
  };
const download = (id: string, artifact: string, actor: Actor = 'superAdmin') =>
  world.call(actor, 'GET', `/executions/${id}/artifacts/${artifact}/download`);
/** Artifacts that this process has open. */
const openFiles = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${fd}`);
      return file.startsWith(directory) ? [file] : [];
    } catch {
      return [];
    }
  });
const onDisk = () => readdirSync(directory).filter((name) => name !== '.gitignore');

it('keeps what a template hands over, and lists and gives out exactly that', async () => {
  const content = 'id,name\n1,Grüße\n';
  const done = await keeping({ name: '../報表 "Q1".csv', content });
  expect(done).toMatchObject({ status: 'succeeded', error: null });
  const { data, meta } = await list(done.documentId);
  expect(data).toEqual([
    {
      documentId: expect.stringMatching(/^[a-z0-9]{24}$/),
      name: '報表 -Q1-.csv',
      mime: 'text/csv',
      size: Buffer.byteLength(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      createdAt: expect.stringMatching(/Z$/),
    },
  ]);
  expect(meta).toEqual({ withheld: [] });
  const answer = await download(done.documentId, data[0]?.documentId ?? '', 'owner');
  expect(answer.status).toBe(200);
  expect(answer.text).toBe(content);
  expect(answer.headers).toMatchObject({
    'content-type': expect.stringMatching(/^text\/csv/),
    'content-length': String(Buffer.byteLength(content)),
    'content-disposition': `attachment; filename="?? -Q1-.csv"; filename*=UTF-8''%E5%A0%B1%E8%A1%A8%20-Q1-.csv`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, no-store',
  });
});

it('gives out a page as a file, never as a page', async () => {
  const done = await keeping({ name: 'x.html', content: '<script>alert(1)</script>' });
  const [artifact] = (await list(done.documentId)).data;
  const { headers } = await download(done.documentId, artifact?.documentId ?? '');
  expect(headers['content-disposition']).toBe('attachment; filename="x.html"');
  expect(headers['content-security-policy']).toContain('sandbox');
});

describe('bounds', () => {
  const MEGABYTE = Buffer.alloc(1_048_576);

  it('one file too large is a failure that says so, and leaves nothing', async () => {
    const before = onDisk().length;
    const done = await keeping({
      name: 'big',
      content: Buffer.concat([MEGABYTE, Buffer.from('x')]),
    });
    expect(done).toMatchObject({ status: 'failed', error: { code: 'ARTIFACT_TOO_LARGE' } });
    expect(done.error.message).toContain('artifacts.maxFileMb');
    expect((await list(done.documentId)).data).toEqual([]);
    expect(onDisk()).toHaveLength(before);
  });

  it('all files of an execution together are bounded, what was kept before stays', async () => {
    const whole = { content: MEGABYTE };
    const done = await keeping(
      { name: '1', ...whole },
      { name: '2', ...whole },
      { name: '3', content: 'x' }
    );
    expect(done).toMatchObject({ status: 'failed', error: { code: 'ARTIFACT_TOO_LARGE' } });
    expect((await list(done.documentId)).data.map(({ name }) => name)).toEqual(['1', '2']);
  });

  it('so is their number', async () => {
    const six = [1, 2, 3, 4, 5, 6].map((name) => ({ name: String(name), content: 'x' }));
    const done = await keeping(...six);
    expect(done).toMatchObject({ status: 'failed', error: { code: 'ARTIFACT_LIMIT' } });
    expect((await list(done.documentId)).data).toHaveLength(5);
  });

  it('files that are handed over at once do not get past them', async () => {
    const six = [1, 2, 3, 4, 5, 6].map((name) => ({ name: String(name), content: 'x' }));
    work = async (keep) => Promise.all(six.map(keep));
    const done = await ended(await start(await aJob('test.files')));
    expect(done.error.code).toBe('ARTIFACT_LIMIT');
    expect((await list(done.documentId)).data).toHaveLength(5);
  });
});

it('a cancel in the middle of a file leaves nothing of it', async () => {
  const before = onDisk().length;
  let begun: () => void = () => undefined;
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  work = async (keep, signal) =>
    keep({
      name: 'endless.log',
      content: (async function* () {
        yield 'first';
        begun();
        await new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        );
      })(),
    });
  const id = await start(await aJob('test.files'));
  await beginning;
  await world.call('owner', 'POST', `/executions/${id}/cancel`);
  expect((await ended(id)).status).toBe('cancelled');
  expect((await list(id)).data).toEqual([]);
  expect(onDisk()).toHaveLength(before);
});

it('a handler that was left behind keeps nothing any more', async () => {
  let late: () => Promise<unknown> = async () => null;
  work = async (keep) => {
    late = () => keep({ name: 'late.txt', content: 'late' });
    throw new Error('over');
  };
  const done = await ended(await start(await aJob('test.files')));
  const before = onDisk().length;
  await expect(late()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect((await list(done.documentId)).data).toEqual([]);
  expect(onDisk()).toHaveLength(before);
});

it('of versions the newest stay, of this job only', async () => {
  const version = (content: string): Given => ({
    name: `${content}.txt`,
    content,
    options: { versions: { of: 'export', keep: 2 } },
  });
  const job = await aJob('test.files');
  const ids: string[] = [];
  const other = await keeping(version('other'));
  for (const content of ['one', 'two', 'three']) {
    work = async (keep) => keep(version(content));
    const id = await start(job);
    await ended(id);
    ids.push(id);
  }
  const names = await Promise.all(
    ids.map(async (id) => (await list(id)).data.map((one) => one.name))
  );
  expect(names).toEqual([[], ['two.txt'], ['three.txt']]);
  expect((await list(other.documentId)).data).toHaveLength(1);
});

describe('who gets it', () => {
  it('nobody by way of another execution', async () => {
    const mine = await keeping({ name: 'mine.txt', content: 'mine' });
    const [artifact] = (await list(mine.documentId)).data;
    const others = await world.call('otherOwner', 'POST', '/jobs', {
      name: 'Somebody else',
      template: 'self-test',
      parameters: {},
    });
    const theirs = await start(others.body.data.documentId, 'otherOwner');
    const id = artifact?.documentId ?? '';
    const statuses = await Promise.all([
      download(mine.documentId, id, 'owner'),
      download(mine.documentId, id, 'otherOwner'),
      download(theirs, id, 'otherOwner'),
      download(theirs, id, 'superAdmin'),
      world.call('otherOwner', 'GET', `/executions/${mine.documentId}/artifacts`),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 404, 404, 404, 404]);
  });

  it('what needs a right of its own is listed for readers, and given only to its holders, on record', async () => {
    const { documentId: id } = await keeping();
    const neededRight = 'plugin::job-scheduler.secrets-manage';
    const { documentId: artifact } = await plantArtifact(world.site, directory, id, {
      name: 'backup.sql.gz',
      content: 'all of it',
      neededRight,
    });
    expect((await list(id, 'viewer')).meta.withheld).toEqual([artifact]);
    expect((await list(id, 'superAdmin')).meta.withheld).toEqual([]);
    const api = `/api/job-scheduler/executions/${id}/artifacts/${artifact}/download`;
    const answers = await Promise.all([
      download(id, artifact, 'viewer'),
      download(id, artifact, 'owner'),
      download(id, artifact, 'superAdmin'),
      world.call('fullToken', 'GET', api),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200, 403]);
    expect(answers[0]?.body.error.details.missing).toEqual([
      { action: neededRight, subject: null },
    ]);
    const audit = await world.call('superAdmin', 'GET', '/audit?action=artifact.downloaded');
    expect(audit.body.data).toMatchObject([{ object: { kind: 'artifact', documentId: artifact } }]);
  });

  it('its head says what it is, leaves nothing open, and is no download on record', async () => {
    const { documentId: id } = await keeping();
    const { documentId: artifact } = await plantArtifact(world.site, directory, id, {
      name: 'head.txt',
      content: 'nobody reads this',
      neededRight: 'plugin::job-scheduler.secrets-manage',
    });
    const ask = (actor: Actor) =>
      world.call(actor, 'HEAD', `/executions/${id}/artifacts/${artifact}/download`);
    const answer = await ask('superAdmin');
    expect([answer.status, answer.headers['content-length']]).toEqual([200, '17']);
    expect(answer.headers['content-disposition']).toContain('head.txt');
    expect((await ask('viewer')).status).toBe(403);
    expect(openFiles()).toEqual([]);
    const audit = await world.call('superAdmin', 'GET', '/audit?action=artifact.downloaded');
    const downloaded = audit.body.data.map(
      ({ object }: { object: { documentId: string } }) => object.documentId
    );
    expect(downloaded).not.toContain(artifact);
  });

  it('read-only tokens of the content API read and download', async () => {
    const { documentId: id } = await keeping({ name: 'a.txt', content: 'abc' });
    const base = `/api/job-scheduler/executions/${id}/artifacts`;
    const listed = await world.call('readOnlyToken', 'GET', base);
    const got = await world.call(
      'readOnlyToken',
      'GET',
      `${base}/${listed.body.data[0].documentId}/download`
    );
    expect([listed.status, got.status, got.text]).toEqual([200, 200, 'abc']);
  });
});

it.each([
  ['is not here', (file: string) => rmSync(file)],
  ['was cut off', (file: string) => truncateSync(file, 1)],
])('a file that %s is not given out, and the answer says why', async (_what, spoil) => {
  const { documentId: id } = await keeping();
  const neededRight = 'plugin::job-scheduler.secrets-manage';
  const given = { name: 'a.txt', content: 'abc', neededRight };
  const { documentId, file } = await plantArtifact(world.site, directory, id, given);
  spoil(path.join(directory, file));
  const answer = await download(id, documentId);
  expect(answer.status).toBe(503);
  expect(answer.body.error.message).toContain('artifacts.directory');
  const at = `/executions/${id}/artifacts/${documentId}/download`;
  expect((await world.call('superAdmin', 'HEAD', at)).status).toBe(503);
  const audit = await world.call('superAdmin', 'GET', '/audit?action=artifact.downloaded');
  const downloaded = audit.body.data.map(
    ({ object }: { object: { documentId: string } }) => object.documentId
  );
  expect(downloaded).not.toContain(documentId);
});

it.each([
  ['0', 'succeeded'],
  ['3', 'failed'],
])(
  'the files of a script that ends with %s are kept; links and pipes are not',
  async (code, status) => {
    await lookThroughScripts(world.site);
    const listed = await world.call('superAdmin', 'GET', '/scripts');
    const script = listed.body.data.find(({ path: at }: { path: string }) => at === 'files.sh');
    const body = {
      name: `Script ${code}`,
      template: 'script',
      parameters: { script: script.documentId, args: [code] },
      retry: { maxAttempts: 1 },
    };
    const job = await world.call('superAdmin', 'POST', '/jobs', body);
    const done = await ended(await start(job.body.data.documentId, 'superAdmin'));
    expect(done.status).toBe(status);
    const { data } = await list(done.documentId);
    expect(data.map(({ name, size }) => [name, size])).toEqual([
      ['deep-er-note.txt', 4],
      ['table.csv', 3],
    ]);
    const log = await world.call(
      'superAdmin',
      'GET',
      `/executions/${done.documentId}/logs?limit=100`
    );
    const text = log.body.data.map((line: { text: string }) => line.text).join('\n');
    for (const said of [
      'link.txt was not kept: it is a link',
      'one.txt was not kept: it is a hard link',
      'two.txt was not kept: it is a hard link',
      'pipe was not kept: it is not a regular file',
    ])
      expect(text).toContain(said);
  }
);
