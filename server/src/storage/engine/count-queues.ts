import { MS_PER_POINT, PRIORITY_NUMBERS } from '../../domain/claim-order';
import type { Queue } from '../../domain/place';
import type { InProgress } from '../../engine/ports';
import { CLAIMABLE } from './claimable';
import { latest } from './latest';
import { toNumber, toNumberOrNull } from './rows';
import { marks, query, type Row, type Session } from './session';

/** What a job has on its way, and where its queue ends. */
export type JobQueue = Queue & InProgress;

export const NO_QUEUE: JobQueue = { running: 0, queued: 0, waiting: 0, lastOrder: null };

/** What its priority added to a place (`domain/claim-order`). */
const SHIFT = `(priority - ${PRIORITY_NUMBERS.normal}) * ${MS_PER_POINT}`;

/** The queues of these jobs, whose rows are locked; those of jobs with nothing on its way are left out. */
export const countQueues = async (
  session: Session,
  jobIds: number[]
): Promise<Map<number, JobQueue>> => {
  if (jobIds.length === 0) return new Map();
  // What waits for its time will find its own place: nobody has to stand behind it.
  const rows = await query(
    session,
    `SELECT job_id, status, COUNT(*) AS total,
       MAX(CASE WHEN claimable <> ${CLAIMABLE.time} THEN claim_order - ${SHIFT} END) AS last_order
     FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND finished_at IS NULL
     GROUP BY job_id, status ${latest(session)}`,
    jobIds
  );
  const queues = new Map<number, JobQueue>();
  for (const row of rows) {
    const jobId = toNumber(row['job_id']);
    queues.set(jobId, withRow(queues.get(jobId) ?? NO_QUEUE, row));
  }
  return queues;
};

const withRow = (queue: JobQueue, row: Row): JobQueue => {
  const total = toNumber(row['total']);
  switch (row['status']) {
    case 'queued':
      return { ...queue, queued: total, lastOrder: toNumberOrNull(row['last_order']) };
    case 'waiting':
      return { ...queue, waiting: total };
    default:
      return { ...queue, running: queue.running + total };
  }
};
