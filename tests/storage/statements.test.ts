import { DATABASES, isAvailable } from '../support/databases';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { statementsSuite } from './statements.suite';

for (const name of DATABASES.filter(isAvailable)) {
  describe(`the tables on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    statementsSuite(() => database);
  });
}
