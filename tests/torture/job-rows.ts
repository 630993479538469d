import type { Knex } from 'knex';

import type { CalendarDefinition } from '../../server/src/contract/calendar';
import type { JobDefinition } from '../../server/src/contract/job';
import { placeAfter } from '../../server/src/services/write-job';
import { nowSql, readNow } from '../../server/src/storage/engine/database-clock';
import { takeWriteLock } from '../../server/src/storage/engine/lock-jobs';
import { retryConflicts } from '../../server/src/storage/engine/retry-conflicts';
import { quotedTables } from '../../server/src/storage/engine/session';
import { insertCalendar } from '../../server/src/storage/calendars';
import { writeUpstreams } from '../../server/src/storage/dependencies';
import { insertJob, lockJob, updateJob, type ScopedSession } from '../../server/src/storage/jobs';
import type { DatabaseName } from '../support/databases';

/** Where jobs are kept, and whose clock counts. */
export interface JobsDatabase {
  knex: Knex;
  client: DatabaseName;
  now?: () => number;
}

export const addCalendar = (
  database: JobsDatabase,
  documentId: string,
  definition: CalendarDefinition
): Promise<void> =>
  change(database, (session) =>
    insertCalendar(session, { documentId, definition, createdBy: null })
  );

/** A job as the services insert it; due first at `nextAt`. */
export const addJob = (
  database: JobsDatabase,
  documentId: string,
  definition: JobDefinition,
  nextAt: number | null
): Promise<void> =>
  change(database, async (session) => {
    await insertJob(session, {
      documentId,
      definition,
      nextAt,
      nextRunAt: nextAt,
      cursorAt: null,
      owner: { kind: 'user', id: '1' },
      createdBy: null,
    });
    const upstreams = definition.dependencies.jobs;
    const job = upstreams.length > 0 && (await lockJob(session, documentId, { jobs: 'all' }));
    if (job) await writeUpstreams(session, job, upstreams);
  });

/** Writes a new definition over the old one, as the services do. Answers from where on the new one counts. */
export const editJob = (
  database: JobsDatabase,
  documentId: string,
  edit: (before: JobDefinition) => JobDefinition
): Promise<{ cursorAt: number | null; nextAt: number | null; now: number }> =>
  change(database, async (session) => {
    const job = await lockJob(session, documentId, { jobs: 'all' });
    if (job === undefined) throw new Error(`no job ${documentId}`);
    const now = await readNow(session);
    const definition = edit(job.definition);
    const place = placeAfter(job, definition, { now, calendars: new Map() });
    await updateJob(session, job, { write: { definition, ...place }, updatedBy: null });
    return { cursorAt: job.cursorAt, nextAt: place.nextAt, now };
  });

const change = <T>(
  { knex, client, now }: JobsDatabase,
  work: (session: ScopedSession) => Promise<T>
): Promise<T> =>
  retryConflicts(() =>
    knex.transaction(async (connection) => {
      const session = {
        connection,
        client,
        tables: quotedTables(knex),
        now: nowSql(client, now),
        jobIdsWhere: () => ({ sql: 'SELECT 1', bindings: [] }),
      };
      await takeWriteLock(session);
      return work(session);
    })
  );
