import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { concurrencySuite, processesSuite } from './concurrency.suite';

for (const name of DATABASES.filter(isAvailable)) {
  describe(`many at once on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    concurrencySuite(() => database);

    if (name === 'sqlite') processesSuite(() => database);
    if (name === 'mysql')
      describe('on a server that cannot skip locked rows', () => {
        concurrencySuite(() => database, { skipsLocked: false });
      });
  });
}
