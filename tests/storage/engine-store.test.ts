import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, memoryBench } from '../support/store-bench';
import { engineStoreSuite } from './engine-store.suite';

describe('the store in memory', () => {
  engineStoreSuite(memoryBench);
});

for (const name of DATABASES.filter(isAvailable)) {
  describe(`the store on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    engineStoreSuite(() => databaseBench(database));

    if (name === 'mysql')
      describe('on a server that cannot skip locked rows', () => {
        engineStoreSuite(() => databaseBench(database, { skipsLocked: false }));
      });
  });
}
