import type { BackupTools, DumpPlan } from '../../templates/tools';
import type { DumpHost } from './dump-host';
import { mysqlProgram, planMysql } from './dump-mysql';
import { planPostgres, postgresProgram } from './dump-postgres';
import { planSqlite, sqliteCopy } from './dump-sqlite';
import { programOutput } from './program-output';

/** Dumps of the site's own database. `host` is asked when one is made: the database is open by then. */
export const createBackupTools = (host: () => DumpHost): BackupTools => ({
  plan: async () => planOf(host()),
  dump: async (context, take) => {
    const given = host();
    const plan = await planOf(given);
    const { folder, remove } = await given.scratch();
    try {
      const bytes = await bytesOf(given, context, folder);
      try {
        return await take({ ...plan, bytes });
      } finally {
        // What was begun for it has ended before its folder goes.
        await bytes.return(undefined);
      }
    } finally {
      await remove();
    }
  },
});

const planOf = async (host: DumpHost): Promise<DumpPlan> => {
  if (host.client === 'sqlite') return planSqlite();
  return host.client === 'postgres' ? planPostgres(host) : planMysql(host);
};

const bytesOf = async (
  host: DumpHost,
  context: Parameters<BackupTools['dump']>[0],
  folder: string
): Promise<AsyncGenerator<Buffer>> => {
  if (host.client === 'sqlite') return sqliteCopy(host, context, folder);
  const program = host.client === 'postgres' ? postgresProgram : mysqlProgram;
  return programOutput(host, context, await program(host, folder));
};
