import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { executionWriterSuite } from './execution-writer.suite';

for (const name of DATABASES.filter(isAvailable)) {
  describe(`what services change in the queue on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    executionWriterSuite(() => database);
  });
}
