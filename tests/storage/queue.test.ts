import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, memoryBench } from '../support/store-bench';
import { queueSuite } from './queue.suite';

describe('the queue in memory', () => {
  queueSuite(memoryBench);
});

for (const name of DATABASES.filter(isAvailable)) {
  describe(`the queue on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    queueSuite(() => databaseBench(database));
  });
}
