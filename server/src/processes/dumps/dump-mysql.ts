import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { DumpPlan } from '../../templates/tools';
import { writeTls } from './connection-tls';
import { chooseProgram, settingOf } from './dump-host';
import type { DumpHost } from './dump-host';
import type { Program } from './program-output';

const ARGUMENTS = [
  // One state of all tables, and nobody waits.
  '--single-transaction',
  '--quick',
  '--routines',
  '--triggers',
  '--hex-blob',
  '--no-tablespaces',
  '--default-character-set=utf8mb4',
];

const isMariaDb = async ({ knex }: DumpHost): Promise<boolean> => {
  const answer: unknown = await knex.raw('SELECT VERSION() AS version');
  const [row] = (answer as [{ version: string }[]])[0];
  return /mariadb/i.test(row?.version ?? '');
};

/** Each server's own program knows its server best. */
const choose = async (host: DumpHost) =>
  (await isMariaDb(host))
    ? {
        database: 'MariaDB' as const,
        ...chooseProgram(
          host,
          ['mariadb-dump', 'mysqldump'],
          'the MariaDB client (Debian, Ubuntu, Alpine: mariadb-client; RHEL: mariadb)'
        ),
      }
    : {
        database: 'MySQL' as const,
        ...chooseProgram(
          host,
          ['mysqldump', 'mariadb-dump'],
          'the MySQL client (Debian, Ubuntu: default-mysql-client or mysql-client; RHEL: mysql)'
        ),
      };

export const planMysql = async (host: DumpHost): Promise<DumpPlan> => {
  const { database, name } = await choose(host);
  return { database, by: name, ending: 'sql' };
};

/** Password and all go by a file that only this user can read. */
export const mysqlProgram = async (host: DumpHost, folder: string): Promise<Program> => {
  const { name, file } = await choose(host);
  const options = path.join(folder, 'client.cnf');
  await writeFile(options, await optionFile(host, folder), { mode: 0o600 });
  const database = settingOf(host.connection, 'database') ?? '';
  return {
    name,
    // Behind `--` nothing is an option, whatever the database is called.
    argv: [file, `--defaults-extra-file=${options}`, ...ARGUMENTS, '--', database],
    env: {},
    folder,
  };
};

const optionFile = async (host: DumpHost, folder: string): Promise<string> => {
  const { connection } = host;
  const options = Object.entries({
    host: settingOf(connection, 'host'),
    port: settingOf(connection, 'port'),
    socket: settingOf(connection, 'socketPath'),
    user: settingOf(connection, 'user'),
    password: settingOf(connection, 'password'),
    ...(await encryption(host, folder)),
  }).flatMap(([option, value]) => (value === undefined ? [] : [`${option}=${quoted(value)}`]));
  return `[client]\n${options.join('\n')}\n`;
};

/**
 * MySQL's programs know `ssl-mode`, MariaDB's `ssl` and `ssl-verify-server-cert`; either may go by the other's name. Each
 * knows one of the two ways, and passes over the `loose-` option that it does not know.
 */
const encryption = async (
  host: DumpHost,
  folder: string
): Promise<Record<string, string | undefined>> => {
  const ssl = await sslOf(host);
  if (ssl === null) return {};
  const { verifies, ca, cert, key } = await writeTls(ssl, folder);
  return {
    'ssl-ca': ca,
    'ssl-cert': cert,
    'ssl-key': key,
    'loose-ssl': '1',
    'loose-ssl-verify-server-cert': verifies ? '1' : '0',
    'loose-ssl-mode': verifies ? 'VERIFY_IDENTITY' : 'REQUIRED',
  };
};

/** A name (`Amazon RDS`) is one of the driver's own profiles: an open connection knows what it stands for. */
const sslOf = async ({ knex, connection }: DumpHost): Promise<Record<string, unknown> | null> => {
  let { ssl } = connection;
  if (typeof ssl === 'string' && ssl !== '') {
    const pool = knex.client as {
      acquireConnection(): Promise<{ config: { ssl: unknown } }>;
      releaseConnection(given: object): Promise<void>;
    };
    const open = await pool.acquireConnection();
    await pool.releaseConnection(open);
    ({ ssl } = open.config);
  }
  return typeof ssl === 'object' && ssl !== null ? (ssl as Record<string, unknown>) : null;
};

/** As the client's option files read it: `\` and quotes are escaped, a line's end would be another option. */
const quoted = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`;
