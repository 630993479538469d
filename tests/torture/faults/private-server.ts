import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import knex from 'knex';

import { freePort } from '../../support/start-site-process';
import { waitUntil } from '../../support/wait-until';

const run = promisify(execFile);

/** A database server of the run's own, that may be brought down. */
export interface PrivateServer {
  url: string;
  /** Ends without a word to anybody, and starts again; resolves when it answers. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Undefined where its programs are not on this machine. */
export const startPrivateServer = async (
  name: 'postgres' | 'mysql'
): Promise<PrivateServer | undefined> => (name === 'postgres' ? startPostgres() : startMariaDb());

/** Database servers refuse to run as root. */
const asWhom = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

const ownFolder = async (name: string): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), `job-scheduler-${name}-`));
  const { uid, gid } = asWhom();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
};

const find = (program: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(':'), ...POSTGRES_FOLDERS(), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file));

const POSTGRES_FOLDERS = (): string[] => {
  const base = '/usr/lib/postgresql';
  return existsSync(base)
    ? readdirSync(base)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => path.join(base, version, 'bin'))
    : [];
};

const startPostgres = async (): Promise<PrivateServer | undefined> => {
  const initdb = find('initdb');
  const control = find('pg_ctl');
  if (!initdb || !control) return undefined;
  const folder = await ownFolder('postgres');
  const data = path.join(folder, 'data');
  const port = await freePort();
  const as = { ...asWhom(), cwd: folder };
  await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], as);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c max_connections=200`;
  const log = path.join(folder, 'log');
  const tell = (...command: string[]) =>
    run(control, ['-D', data, '-w', '-l', log, '-o', settings, ...command], as);
  await tell('start');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash: async () => void (await tell('restart', '-m', 'immediate')),
    stop: async () => {
      await tell('stop', '-m', 'immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const startMariaDb = async (): Promise<PrivateServer | undefined> => {
  const install = find('mariadb-install-db');
  const server = find('mariadbd') ?? find('mysqld');
  if (!install || !server) return undefined;
  const folder = await ownFolder('mariadb');
  const data = path.join(folder, 'data');
  const port = await freePort();
  const as = { ...asWhom(), cwd: folder };
  await run(
    install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    as
  );
  const url = `mysql://root@127.0.0.1:${port}/mysql`;
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(
      server,
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${path.join(folder, 'socket')}`,
        `--pid-file=${path.join(folder, 'pid')}`,
        '--skip-name-resolve',
        '--max-connections=300',
      ],
      { ...as, stdio: 'ignore' }
    );
    await waitUntil(() => answers(url), Boolean, { everyMs: 100, patienceMs: 60_000 });
  };
  const end = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url,
    crash: async () => {
      await end();
      await start();
    },
    stop: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const answers = async (connection: string): Promise<boolean> => {
  const client = knex({ client: 'mysql2', connection, pool: { min: 0, max: 1 } });
  try {
    await client.raw('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.destroy();
  }
};
