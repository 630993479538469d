import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';

import { createBackupTools } from '../../../server/src/processes/dumps/create-backup-tools';
import type { DumpHost } from '../../../server/src/processes/dumps/dump-host';
import { probeContainment } from '../../../server/src/processes/supervision/containment';
import { createSystemClock } from '../../../server/src/system-clock';
import { aRun } from '../templates/some-tools';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'dumps-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A password with everything that an option file, a URL or a shell could trip over. */
const PASSWORD = `p"a\\s#s 'w;$(x)=é`;

/** A dump program that does what the test says, in place of the database's own. */
const aProgram = (text: string): string => {
  const file = path.join(root, 'program.sh');
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return file;
};

const aHost = (given: Partial<DumpHost> & Pick<DumpHost, 'client' | 'findProgram'>): DumpHost => ({
  containment: () => probeContainment('basic'),
  clock: createSystemClock(),
  graceMs: 200,
  standstillMs: 500,
  scratch: async () => {
    const folder = mkdtempSync(path.join(root, 'scratch-'));
    return { folder, remove: async () => rmSync(folder, { recursive: true, force: true }) };
  },
  knex: { raw: async () => [[{ version: '10.11.19-MariaDB' }]] } as never,
  connection: { host: 'db.test', port: 1, database: 'site', user: 'me', password: PASSWORD },
  ...given,
});

const textOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = '';
  for await (const piece of bytes) text += Buffer.from(piece).toString('utf8');
  return text;
};
const dump = (host: DumpHost, context = aRun().context) =>
  createBackupTools(() => host).dump(context, async ({ bytes }) => textOf(bytes));

/** Processes that were started for a dump of this test and are still there. */
const living = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`JOB_SCRATCH=${root}`);
    } catch {
      return false;
    }
  });
const scratches = () => readdirSync(root).filter((name) => name.startsWith('scratch-'));

it('no argument of pg_dump holds the password, the environment does', async () => {
  const file = aProgram('printf "%s|" "$@"; printf "%s" "$PGPASSWORD|$PGHOST|$PGDATABASE|$PATH"');
  const said = await dump(aHost({ client: 'postgres', findProgram: () => file }));
  expect(said.split('|')).toEqual([
    '--format=plain',
    '--no-owner',
    '--no-privileges',
    '--no-password',
    PASSWORD,
    'db.test',
    'site',
    '/usr/local/bin:/usr/bin:/bin',
  ]);
});

it('a connection by URL and its encryption reach pg_dump too', async () => {
  const file = aProgram(
    'printf "%s" "$PGHOST|$PGPORT|$PGUSER|$PGPASSWORD|$PGDATABASE|$PGSSLMODE|"; cat "$PGSSLROOTCERT"'
  );
  const connection = {
    connectionString: `postgres://me:${encodeURIComponent(PASSWORD)}@db.test:6543/my%20site`,
    ssl: { ca: 'the authority' },
  };
  const said = await dump(aHost({ client: 'postgres', findProgram: () => file, connection }));
  expect(said).toBe(`db.test|6543|me|${PASSWORD}|my site|verify-full|the authority`);
});

describe('encryption that reaches pg_dump', () => {
  const AUTHORITY = 'the authority';
  const said = async (connection: Record<string, unknown>): Promise<string[]> => {
    const file = aProgram(
      'printf "%s|" "$PGSSLMODE"; test -z "$PGSSLROOTCERT" || cat "$PGSSLROOTCERT"'
    );
    const all = await dump(aHost({ client: 'postgres', findProgram: () => file, connection }));
    return all.split('|');
  };
  const url = (query: string) => ({ connectionString: `postgres://me@db.test/site?${query}` });
  const pem = () => {
    const file = path.join(root, 'ca.pem');
    writeFileSync(file, AUTHORITY);
    return encodeURIComponent(file);
  };

  it.each([
    ['true', () => ({ ssl: true })],
    ['an object', () => ({ ssl: { rejectUnauthorized: true } })],
    ['sslmode=require in the URL', () => url('sslmode=require')],
    ['ssl=true in the URL', () => url('ssl=true')],
  ])('looks at the server by the authorities of Node where ssl is %s', async (_what, given) => {
    const [mode, authorities] = await said(given());
    expect(mode).toBe('verify-full');
    expect(authorities).toContain(rootCertificates[0]);
  });

  it.each([
    [
      'the settings',
      () => ({ ssl: { ca: [AUTHORITY, Buffer.from('more')] } }),
      `${AUTHORITY}\nmore`,
    ],
    ['the URL', () => url(`sslrootcert=${pem()}`), AUTHORITY],
    [
      'the URL, as libpq reads it',
      () => url(`uselibpqcompat=true&sslmode=require&sslrootcert=${pem()}`),
      AUTHORITY,
    ],
    [
      'the URL, against the settings',
      () => ({ ...url(`sslmode=verify-full&sslrootcert=${pem()}`), ssl: false }),
      AUTHORITY,
    ],
  ])('by the authority that %s name', async (_what, given, authority) => {
    expect(await said(given())).toEqual(['verify-full', authority]);
  });

  it.each([
    ['rejectUnauthorized: false', () => ({ ssl: { rejectUnauthorized: false, ca: AUTHORITY } })],
    ['no-verify in the URL', () => url('sslmode=no-verify')],
    ['require as libpq reads it', () => url('uselibpqcompat=true&sslmode=require')],
  ])('does not look at the server where the site says %s', async (_what, given) => {
    expect(await said(given())).toEqual(['require', '']);
  });

  it.each([
    ['false', () => ({ ssl: false })],
    ['sslmode=disable in the URL', () => url('sslmode=disable')],
  ])('is none where ssl is %s', async (_what, given) => {
    expect(await said(given())).toEqual(['disable', '']);
  });
});

describe('encryption that reaches mariadb-dump and mysqldump', () => {
  const said = async (ssl: unknown, given: Partial<DumpHost> = {}): Promise<string[]> => {
    const file = aProgram(
      'f="${1#--defaults-extra-file=}"; grep ssl- "$f" | grep -v pem; ca="$(dirname "$f")/ca.pem"; echo "|"; test ! -f "$ca" || cat "$ca"'
    );
    const connection = { host: 'db.test', database: 'site', ssl };
    const host = aHost({ client: 'mysql', findProgram: () => file, connection, ...given });
    const [options = '', ca = ''] = (await dump(host)).split('|\n');
    return [...options.trim().split('\n'), ca];
  };
  const VERIFIES = ['loose-ssl-verify-server-cert="1"', 'loose-ssl-mode="VERIFY_IDENTITY"'];

  it('looks at the server, by the authorities of Node or those that are named', async () => {
    const [verify, mode, authorities] = await said({});
    expect([verify, mode]).toEqual(VERIFIES);
    expect(authorities).toContain(rootCertificates[0]);
    expect(await said({ ca: 'the authority' })).toEqual([...VERIFIES, 'the authority']);
  });

  it('knows the authorities of a profile of the driver', async () => {
    const released: object[] = [];
    const open = { config: { ssl: { ca: ['those of the profile'], rejectUnauthorized: true } } };
    const knex = {
      raw: async () => [[{ version: '8.0.36' }]],
      client: {
        acquireConnection: async () => open,
        releaseConnection: async (given: object) => released.push(given),
      },
    } as never;
    expect(await said('Amazon RDS', { knex })).toEqual([...VERIFIES, 'those of the profile']);
    expect(released).toEqual([open]);
  });

  it('does not look at the server where the site says so, and only encrypts', async () => {
    expect(await said({ rejectUnauthorized: false })).toEqual([
      'loose-ssl-verify-server-cert="0"',
      'loose-ssl-mode="REQUIRED"',
      '',
    ]);
  });
});

/** MariaDB's own reader of option files. */
const reader = '/usr/bin/my_print_defaults';

(existsSync(reader) ? describe : describe.skip)('with the reader of option files', () => {
  it('the password goes to mariadb-dump by a file of this user alone, as its own client reads it', async () => {
    const file = aProgram(
      'stat -c %a "${1#--defaults-extra-file=}"; printf "%s|" "$@"; my_print_defaults --defaults-file="${1#--defaults-extra-file=}" client'
    );
    const said = await dump(aHost({ client: 'mysql', findProgram: () => file }));
    const [mode, rest = ''] = said.split(/\n(.*)/s);
    expect(mode).toBe('600');
    expect(rest.split('|').slice(1, -1)).toEqual([
      '--single-transaction',
      '--quick',
      '--routines',
      '--triggers',
      '--hex-blob',
      '--no-tablespaces',
      '--default-character-set=utf8mb4',
      '--',
      'site',
    ]);
    expect(rest.split('|').at(-1)?.trim().split('\n')).toEqual([
      '--host=db.test',
      '--port=1',
      '--user=me',
      `--password=${PASSWORD}`,
    ]);
  });
});

it('a dump that ends badly is none, and its last words say why', async () => {
  const file = aProgram('echo half of it; echo "server version mismatch" >&2; exit 1');
  const host = aHost({ client: 'postgres', findProgram: () => file });
  const read: string[] = [];
  const taken = createBackupTools(() => host).dump(aRun().context, async ({ bytes }) => {
    for await (const piece of bytes) read.push(Buffer.from(piece).toString('utf8'));
  });
  await expect(taken).rejects.toMatchObject({
    code: 'EXIT_1',
    message: 'pg_dump ended with exit code 1: server version mismatch',
  });
  expect(read.join('')).toBe('half of it\n');
  expect(scratches()).toEqual([]);
});

it.each(['is stopped', 'is no longer wanted'])(
  'nothing of a dump stays when its attempt %s in the middle',
  async (how) => {
    const file = aProgram('trap "" TERM; echo begun; sleep 1000 & sleep 1000; sleep 1000');
    const host = aHost({ client: 'postgres', findProgram: () => file });
    const stop = new AbortController();
    const { context } = aRun({ signal: stop.signal });
    const reason = new Error('cancelled');
    const taken = createBackupTools(() => host).dump(context, async ({ bytes }) => {
      for await (const piece of bytes) {
        expect(String(piece)).toBe('begun\n');
        expect(living().length).toBeGreaterThan(0);
        if (how === 'is stopped') stop.abort(reason);
        else throw reason;
      }
    });
    await expect(taken).rejects.toBe(reason);
    expect(living()).toEqual([]);
    expect(scratches()).toEqual([]);
  }
);

it('a host that cannot keep processes together starts none', async () => {
  const file = aProgram(`touch ${path.join(root, 'ran')}`);
  const containment = async () => ({
    ...(await probeContainment('basic')),
    level: 'none' as const,
  });
  const host = aHost({ client: 'postgres', findProgram: () => file, containment });
  await expect(dump(host)).rejects.toMatchObject({ code: 'NO_CONTAINMENT' });
  expect(existsSync(path.join(root, 'ran'))).toBe(false);
});

it('a program that cannot be started fails the dump at once and says why', async () => {
  const host = aHost({
    client: 'postgres',
    findProgram: () => '/bin/true',
    containment: async () => ({
      level: 'namespace',
      enter: ['/no/such/program'],
      prlimit: null,
      cgroups: null,
    }),
  });
  await expect(dump(host)).rejects.toMatchObject({
    code: 'ENOENT',
    message: 'pg_dump could not be started (ENOENT)',
  });
  expect(scratches()).toEqual([]);
});
