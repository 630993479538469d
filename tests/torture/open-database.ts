import type { DatabaseName } from '../support/databases';
import { createSchema, type SchemaDatabase } from '../support/schema';

/** The tables on a database of the run's own. */
export const openDatabase = (name: DatabaseName): Promise<SchemaDatabase> => createSchema(name);
