import type { Clock } from '../../server/src/engine/ports';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { DatabaseSilent } from '../../server/src/storage/engine/time-limit';
import { createSystemClock } from '../../server/src/system-clock';
import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import { connect, createSchema, type SchemaDatabase } from '../support/schema';
import { insertJob } from '../support/store-bench';
import { hookStatements } from '../torture/statement-hook';
import { startProxy, type TcpProxy } from '../torture/faults/tcp-proxy';

const SILENCE_MS = 300;

/** Nothing else of this process happens for longer than a database may be silent. */
const standStill = (): void => {
  const end = performance.now() + 2 * SILENCE_MS;
  while (performance.now() < end);
};

const servers = DATABASES.filter((name) => name !== 'sqlite').filter(isAvailable);

const suite = (name: DatabaseName): void => {
  let schema: SchemaDatabase;
  let proxy: TcpProxy;
  let far: ReturnType<typeof connect>;
  let store: ReturnType<typeof createEngineStore>;
  /** What the store takes for monotonic milliseconds. */
  let at = 0;
  /** A busy machine answers late: a limit passes that fast only where silence is what the test is about. */
  let patience = 1;
  const swallow = (mode: 'hold' | 'forget'): void => {
    patience = 1;
    proxy.set(mode);
  };
  const letPass = (): void => {
    patience = 100;
    proxy.set('pass');
  };

  beforeAll(async () => {
    schema = await createSchema(name);
    proxy = await startProxy(
      schema.env['DATABASE_HOST'] ?? '',
      Number(schema.env['DATABASE_PORT'])
    );
    far = connect(name, {
      ...schema.env,
      DATABASE_HOST: '127.0.0.1',
      DATABASE_PORT: String(proxy.port),
    });
    const system = createSystemClock();
    const clock: Clock = {
      ...system,
      monotonic: () => at,
      after: (ms, done) => system.after(ms * patience, done),
    };
    letPass();
    const limit = { clock, silenceMs: SILENCE_MS };
    store = createEngineStore({ knex: far, client: name, limit });
    await store.now();
  });
  beforeEach(letPass);
  afterAll(async () => {
    proxy.set('cut');
    await far.destroy();
    await proxy.close();
    await schema.drop();
  });

  it.each(['hold', 'forget'] as const)(
    'a call does not wait for ever where the network swallows everything (%s), and the next one works',
    async (mode) => {
      await Promise.all([store.now(), store.now(), store.now()]);
      swallow(mode);
      await expect(store.now()).rejects.toThrow(DatabaseSilent);
      letPass();
      // Whatever waited in the pool is not asked again.
      await expect(store.now()).resolves.toBeGreaterThan(0);
    }
  );

  it('a connection that was being opened when the network forgot it keeps up nobody', async () => {
    const { client } = far;
    const first = await client.acquireConnection();
    const asked = client.acquireConnection();
    swallow('forget');
    // The second caller gets the first one's, the pool goes on opening one more.
    client.releaseConnection(first);
    client.releaseConnection(await asked);
    await expect(store.now()).rejects.toThrow(DatabaseSilent);
    // What was opened meanwhile is lost as well.
    proxy.set('forget');
    letPass();
    await expect(store.now()).resolves.toBeGreaterThan(0);
  });

  it('a process that stood still hears what was answered meanwhile', async () => {
    patience = 1;
    const unhook = hookStatements(far, (sql) => {
      // Sent by then.
      setImmediate(standStill);
      return { sql };
    });
    await expect(store.now()).resolves.toBeGreaterThan(0);
    unhook();
  });

  const cutOffInTheMiddle = async (): Promise<number> => {
    const { id } = await insertJob(schema, { nextAt: 1_000 });
    const unhook = hookStatements(far, (sql) => ({
      sql,
      answered: () => (sql.includes('FOR UPDATE') ? swallow('forget') : undefined),
    }));
    const held = store.holdJobsWithout(['some other template']);
    await expect(held).rejects.toThrow(DatabaseSilent);
    unhook();
    return id;
  };
  const rowsOf = async (sql: string, id: number): Promise<unknown[]> => {
    const answer = await schema.knex.raw(sql, [id]);
    return name === 'postgres' ? answer.rows : answer[0];
  };
  const SKIPPING = 'SELECT id FROM job_scheduler_jobs WHERE id = ? FOR UPDATE SKIP LOCKED';
  const WAITING = 'SELECT id FROM job_scheduler_jobs WHERE id = ? FOR UPDATE';

  if (name === 'postgres')
    it('a transaction that is cut off in the middle lets go of its rows', async () => {
      const id = await cutOffInTheMiddle();
      expect(await rowsOf(WAITING, id)).toHaveLength(1);
    });

  // MySQL and MariaDB know no limit for one transaction: whoever left it has to end it.
  if (name === 'mysql')
    it('a transaction that is cut off in the middle lets go of its rows once its node is back', async () => {
      const id = await cutOffInTheMiddle();
      expect(await rowsOf(SKIPPING, id)).toHaveLength(0);
      letPass();
      await store.now();
      expect(await rowsOf(WAITING, id)).toHaveLength(1);
    });

  if (name === 'mysql')
    it.each(['SHOW PROCESSLIST', 'KILL'])(
      'lets go of them a second later where the first %s fails',
      async (statement) => {
        const id = await cutOffInTheMiddle();
        letPass();
        let tried = 0;
        const unhook = hookStatements(far, (sql) => {
          if (!sql.startsWith(statement)) return { sql };
          tried += 1;
          return { sql: tried === 1 ? sql.replace(statement, 'NO SUCH THING') : sql };
        });
        await store.now();
        await store.now();
        expect(tried).toBe(1);
        expect(await rowsOf(SKIPPING, id)).toHaveLength(0);
        at += 1_000;
        await store.now();
        unhook();
        expect(tried).toBeGreaterThan(1);
        expect(await rowsOf(WAITING, id)).toHaveLength(1);
      }
    );
};

for (const name of servers)
  describe(`${name} behind a bad network`, () => {
    suite(name);
  });

if (servers.length === 0) it.todo('databases behind a bad network: no server is given');
