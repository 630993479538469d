import { readFile } from 'node:fs/promises';

import type { DumpPlan } from '../../templates/tools';
import { writeTls } from './connection-tls';
import { chooseProgram, settingOf } from './dump-host';
import type { DumpHost } from './dump-host';
import type { Program } from './program-output';

/** Where its rights and owners differ, a dump is still restored. */
const ARGUMENTS = ['--format=plain', '--no-owner', '--no-privileges', '--no-password'];

const choose = (host: DumpHost) =>
  chooseProgram(
    host,
    ['pg_dump'],
    "the PostgreSQL client of the server's version or newer (Debian, Ubuntu: postgresql-client; Alpine: postgresql-client; RHEL: postgresql)"
  );

export const planPostgres = (host: DumpHost): DumpPlan => ({
  database: 'PostgreSQL',
  by: choose(host).name,
  ending: 'sql',
});

/** Everything about the connection goes by the environment: arguments are for everybody to see. */
export const postgresProgram = async (host: DumpHost, folder: string): Promise<Program> => {
  const { name, file } = choose(host);
  const connection = {
    ...host.connection,
    ...(await fromUrl(settingOf(host.connection, 'connectionString'))),
  };
  const env = Object.entries({
    PGHOST: settingOf(connection, 'host'),
    PGPORT: settingOf(connection, 'port'),
    PGDATABASE: settingOf(connection, 'database'),
    PGUSER: settingOf(connection, 'user'),
    PGPASSWORD: settingOf(connection, 'password'),
    ...(await encryption(connection['ssl'], folder)),
  }).flatMap(([variable, value]) => (value === undefined ? [] : [[variable, value] as const]));
  return { name, argv: [file, ...ARGUMENTS], env: Object.fromEntries(env), folder };
};

const fromUrl = async (text: string | undefined): Promise<Record<string, unknown>> => {
  if (text === undefined) return {};
  const url = new URL(text);
  const ssl = await sslOfUrl(url.searchParams);
  return {
    host: decodeURIComponent(url.hostname) || url.searchParams.get('host'),
    port: url.port,
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(ssl === undefined ? {} : { ssl }),
  };
};

/** What the driver makes of them; undefined = the URL says nothing. https://www.npmjs.com/package/pg-connection-string */
const sslOfUrl = async (given: URLSearchParams): Promise<unknown> => {
  const mode = given.get('sslmode');
  const files = {
    ca: given.get('sslrootcert'),
    cert: given.get('sslcert'),
    key: given.get('sslkey'),
  };
  const hasFiles = Object.values(files).some((file) => file !== null && file !== '');
  if (!mode && !hasFiles) return given.get('ssl') ?? undefined;
  if (mode === 'disable') return false;
  const read = (file: string | null) => (file ? readFile(file, 'utf8') : undefined);
  const [ca, cert, key] = await Promise.all([read(files.ca), read(files.cert), read(files.key)]);
  const isLoose =
    mode === 'no-verify' || (isLikeLibpq(given) && isLooseForLibpq(mode, ca !== undefined));
  return { ca, cert, key, rejectUnauthorized: !isLoose };
};

const isLikeLibpq = (given: URLSearchParams): boolean => given.get('uselibpqcompat') === 'true';

const isLooseForLibpq = (mode: string | null, hasCa: boolean): boolean =>
  mode === 'prefer' || (mode === 'require' && !hasCa);

/** As the driver reads it: anything but `false` means encryption and a look at whom with. */
const encryption = async (
  given: unknown,
  folder: string
): Promise<Record<string, string | undefined>> => {
  const ssl = given === undefined ? sslOfEnvironment(process.env['PGSSLMODE']) : given;
  if (ssl === false || ssl === '0') return { PGSSLMODE: 'disable' };
  if (ssl === undefined || ssl === null || ssl === '') return {};
  const { verifies, ca, cert, key } = await writeTls(settingsOf(ssl), folder);
  return {
    PGSSLMODE: verifies ? 'verify-full' : 'require',
    PGSSLROOTCERT: ca,
    PGSSLCERT: cert,
    PGSSLKEY: key,
  };
};

const settingsOf = (ssl: unknown): Record<string, unknown> => {
  if (ssl === 'no-verify') return { rejectUnauthorized: false };
  return typeof ssl === 'object' && ssl !== null ? (ssl as Record<string, unknown>) : {};
};

/** The driver asks its environment where the configuration says nothing. */
const sslOfEnvironment = (mode: string | undefined): unknown => {
  if (mode === undefined || mode === 'no-verify') return mode;
  if (mode === 'disable') return false;
  return ['prefer', 'require', 'verify-ca', 'verify-full'].includes(mode) ? true : undefined;
};
