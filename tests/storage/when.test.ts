import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseWhenBench, memoryWhenBench } from '../support/when-bench';
import { whenSuite } from './when.suite';

describe('when something runs, in memory', () => {
  whenSuite(memoryWhenBench);
});

for (const name of DATABASES.filter(isAvailable)) {
  describe(`when something runs, on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    whenSuite(() => databaseWhenBench(database));
  });
}
