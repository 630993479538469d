import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { DATABASES, isAvailable } from '../support/databases';
import { databaseDependencyBench, memoryDependencyBench } from '../support/dependency-bench';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { START } from '../support/store-bench';
import { dependenciesAtOnceSuite, dependenciesSuite } from './dependencies.suite';

describe('dependencies in memory', () => {
  dependenciesSuite(memoryDependencyBench);
});

for (const name of DATABASES.filter(isAvailable)) {
  describe(`dependencies on ${name}`, () => {
    let database: SchemaDatabase;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());

    dependenciesSuite(() => databaseDependencyBench(database));
    dependenciesAtOnceSuite(
      () => databaseDependencyBench(database),
      () => createEngineStore({ ...database, now: () => START })
    );
  });
}
