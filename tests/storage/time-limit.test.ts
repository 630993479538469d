import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { DatabaseSilent } from '../../server/src/storage/engine/time-limit';
import { createSystemClock } from '../../server/src/system-clock';
import { DATABASES, isAvailable, type DatabaseName } from '../support/databases';
import { connect, createSchema, type SchemaDatabase } from '../support/schema';
import { insertJob } from '../support/store-bench';
import { hookStatements } from '../torture/statement-hook';
import { startProxy, type TcpProxy } from '../torture/faults/tcp-proxy';

const SILENCE_MS = 300;

const servers = DATABASES.filter((name) => name !== 'sqlite').filter(isAvailable);

const suite = (name: DatabaseName): void => {
  let schema: SchemaDatabase;
  let proxy: TcpProxy;
  let far: ReturnType<typeof connect>;
  let store: ReturnType<typeof createEngineStore>;

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
    const limit = { after: createSystemClock().after, silenceMs: SILENCE_MS };
    store = createEngineStore({ knex: far, client: name, limit });
    await store.now();
  });
  beforeEach(() => proxy.set('pass'));
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
      proxy.set(mode);
      await expect(store.now()).rejects.toThrow(DatabaseSilent);
      proxy.set('pass');
      // Whatever waited in the pool is not asked again.
      await expect(store.now()).resolves.toBeGreaterThan(0);
    }
  );

  // MySQL and MariaDB know no such limit for one transaction: there the server's own settings decide.
  if (name === 'postgres')
    it('a transaction that is cut off in the middle lets go of its rows', async () => {
      const { id } = await insertJob(schema, { nextAt: 1_000 });
      const unhook = hookStatements(far, (sql) => ({
        sql,
        answered: () => (sql.includes('FOR UPDATE') ? proxy.set('forget') : undefined),
      }));
      const held = store.holdJobsWithout(['some other template']);
      await expect(held).rejects.toThrow(DatabaseSilent);
      unhook();
      const rows = await schema.knex.raw(
        'SELECT id FROM job_scheduler_jobs WHERE id = ? FOR UPDATE',
        [id]
      );
      expect(rows.rows).toHaveLength(1);
    });
};

for (const name of servers)
  describe(`${name} behind a bad network`, () => {
    suite(name);
  });

if (servers.length === 0) it.todo('databases behind a bad network: no server is given');
