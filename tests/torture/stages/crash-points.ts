import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { claim } from '../../../server/src/engine/claim';
import { enqueueDue } from '../../../server/src/engine/enqueue-due';
import { aCron, aDefinition } from '../../support/factories';
import type { SchemaDatabase } from '../../support/schema';
import { check, isClean } from '../checker';
import type { History, RecordFacts } from '../history';
import { addJob } from '../job-rows';
import { again, LIFE_JOBS } from '../life-jobs';
import { openEngineNode } from '../node/engine-node';
import { spawnNode } from '../node/spawn-node';
import { openDatabase } from '../open-database';
import { readRecords } from '../read-records';
import { readWitnessFile } from '../read-witness';
import { createTally, type Stage, type StageRequest, type StageResult } from '../stage';

/** So long that nothing is found by a lease that ran out: a new process of the machine has to see to it at once. */
const LEASE_MS = 60_000;
/** What a dead process left behind does not stand still for longer, however busy the machine is. */
const STANDSTILL_MS = 30_000;
/** A planted mistake has shown itself before. */
const STANDSTILL_WITH_BUG_MS = 10_000;
const NAME = 'crash-points';

/**
 * A process puts occurrences on record, claims, runs, retries, rescues and drains, and kills itself at its n-th
 * statement; a new process takes over. For every n, before the statement is sent and after it was answered.
 */
export const crashPoints: Stage = {
  name: NAME,
  sentence: 'kill -9 before and after each statement of a life',
  isLight: true,
  run: async (request) => {
    const database = await openDatabase(request.database);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-crash-'));
    try {
      return await sweep(request, database, path.join(folder, 'witness.jsonl'));
    } finally {
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Sweep {
  request: StageRequest;
  database: SchemaDatabase;
  witnessFile: string;
  jobs: History['jobs'];
  limits: History['limits'];
  stops: History['stops'];
  kills: number;
  stuck: string[];
}

const sweep = async (
  request: StageRequest,
  database: SchemaDatabase,
  witnessFile: string
): Promise<StageResult> => {
  const sweeping: Sweep = {
    request,
    database,
    witnessFile,
    jobs: [],
    limits: [],
    stops: [],
    kills: 0,
    stuck: [],
  };
  const points = await liveOn(sweeping, null);
  const lacking = lackingIn(await readRecords(database.knex));
  const step = STEPS[request.size];
  for (let statement = 1 + (request.seed % step); statement <= points; statement += step) {
    for (const when of ['before', 'after'] as const) await liveOn(sweeping, { statement, when });
    if (request.bug && (await isRedAlready(sweeping))) break;
  }
  const tally = createTally();
  tally.addHistory(await historyOf(sweeping));
  tally.counts.stuck += sweeping.stuck.length;
  tally.examples.push(...sweeping.stuck.slice(0, 3));
  const enough = Math.floor(points / step);
  return {
    stage: NAME,
    database: request.database,
    ...tally.totals,
    kills: sweeping.kills,
    pauses: 0,
    dbRestarts: 0,
    counts: tally.counts,
    examples: tally.examples,
    invalid:
      lacking.length > 0
        ? `a life without ${lacking.join(' and ')}`
        : sweeping.kills < KILLED * 2 * enough
          ? `only ${sweeping.kills} of ${2 * enough} kills`
          : null,
    notes: [
      `${points} statements in a life, every ${step === 1 ? '' : `${step}th `}one of them swept`,
    ],
  };
};

/** Lives differ by a few statements: the last points of one are not reached by every other. */
const KILLED = 0.8;

/** Which of the moves to be swept a whole life had nothing of. */
const lackingIn = (records: RecordFacts[]): string[] => {
  const had = (job: string, status: string): boolean =>
    records
      .filter((record) => record.job.startsWith(`${job}-`))
      .some(({ attempts }) => attempts.some((attempt) => attempt.status === status));
  const moves = {
    'a retry': had('flaky', 'failed'),
    'a rescue': had('orphan', 'lost'),
    'a drained attempt': had('long', 'lost'),
  };
  return Object.entries(moves).flatMap(([move, was]) => (was ? [] : [move]));
};

const historyOf = async (sweeping: Sweep): Promise<History> => ({
  ...sweeping,
  witness: await readWitnessFile(sweeping.witnessFile),
  records: await readRecords(sweeping.database.knex),
  cancels: [],
  cursors: [],
  finals: [],
  endedAt: Date.now(),
});

/** A planted bug that was caught need not be caught again. */
const isRedAlready = async (sweeping: Sweep): Promise<boolean> =>
  sweeping.stuck.length > 0 || !isClean(check(await historyOf(sweeping)));

/** Every how many-th statement is a crash point. */
const STEPS = { minute: 20, short: 15, long: 1 } as const;

/** One life of a process, with its end at the crash point, and what the next one makes of it. */
const liveOn = async (
  sweeping: Sweep,
  killAt: { statement: number; when: 'before' | 'after' } | null
): Promise<number> => {
  const { request, database, witnessFile, stops } = sweeping;
  const life = sweeping.jobs.length;
  await prepare(sweeping, life);
  const config = {
    client: request.database,
    env: database.env,
    witnessFile,
    id: `life-${life}`,
    options: { leaseMs: LEASE_MS, drainMs: 50 },
    bug: request.bug?.name,
  };
  const child = spawnNode({ ...config, untilEnded: UNTIL_ENDED, ...(killAt ? { killAt } : {}) });
  const { signal, code, at } = await child.gone;
  if (signal === 'SIGKILL') {
    sweeping.kills += 1;
    stops.push({ node: config.id, from: at, to: Infinity });
  } else if (code !== 0) throw new Error(`${config.id} failed:\n${child.output()}`);

  const next = openEngineNode({ ...config, id: `after-${life}` });
  await next.engine.start();
  const left = await standingStill(sweeping);
  const where = `after the kill ${killAt?.when ?? ''} statement ${killAt?.statement ?? ''}`;
  sweeping.stuck.push(...left.map(({ job, status }) => `${job} ${status} ${where}`));
  await next.close();
  return Number(/"statements":(\d+)/.exec(child.output())?.[1] ?? 0);
};

/** What does not end: nothing, unless nothing has changed for a while. */
const standingStill = async ({ request, database }: Sweep): Promise<Open[]> => {
  const patienceMs = request.bug ? STANDSTILL_WITH_BUG_MS : STANDSTILL_MS;
  let before = '';
  for (let movedAt = performance.now(); ; await sleep(20)) {
    const open = await findOpen(database);
    if (open.length === 0) return [];
    const now = JSON.stringify(open);
    if (now !== before) movedAt = performance.now();
    before = now;
    if (performance.now() - movedAt > patienceMs) return open;
  }
};

interface Open {
  job: string;
  status: string;
}

/** What is not over, what others are still to be told of, and what is not even on record. */
const findOpen = async ({ knex }: SchemaDatabase): Promise<Open[]> => {
  const unfinished: Open[] = await knex('job_scheduler_executions')
    .whereNull('finished_at')
    .orderBy('id')
    .select('job_document_id as job', 'status', 'attempt');
  const untold: { job: string }[] = await knex('job_scheduler_upstream_ends').select(
    'job_document_id as job'
  );
  const unmade: { job: string }[] = await knex('job_scheduler_jobs')
    .whereNotNull('next_at')
    .select('document_id as job');
  return [
    ...unfinished,
    ...untold.map(({ job }) => ({ job, status: 'not told' })),
    ...unmade.map(({ job }) => ({ job, status: 'due' })),
  ];
};

/** All but the long ones have ended once or are about to. */
const UNTIL_ENDED = 11;

const prepare = async (sweeping: Sweep, life: number): Promise<void> => {
  const { database } = sweeping;
  const from = (Math.floor(Date.now() / 1_000) - 3) * 1_000;
  await leaveOrphan(sweeping, life, from);
  for (const { name, limit, occurrences = 2, rounds = 0, definition } of LIFE_JOBS) {
    const documentId = `${name}-${life}`;
    const schedules = [aCron('* * * * * *', { startAt: isoOf(from), endAt: isoOf(from + 2_000) })];
    const whole = aDefinition({
      name: documentId,
      schedules,
      missed: { policy: 'all', windowMs: 3_600_000 },
      onLost: 'retry',
      retry: again,
      ...definition(life),
    });
    const expected = [from, from + 1_000].slice(0, occurrences);
    await addJob(database, documentId, whole, expected[0] ?? null);
    sweeping.jobs.push({ documentId, expected, rounds });
    if (limit !== undefined) sweeping.limits.push({ name: documentId, limit, jobs: [documentId] });
  }
};

/** An execution that a process of this machine ran which is gone. */
const leaveOrphan = async (sweeping: Sweep, life: number, from: number): Promise<void> => {
  const { database, witnessFile } = sweeping;
  const { client, env } = database;
  const documentId = `orphan-${life}`;
  const definition = aDefinition({
    name: documentId,
    template: 'torture-work',
    schedules: [aCron('* * * * * *', { startAt: isoOf(from), endAt: isoOf(from + 1_000) })],
    onLost: 'retry',
    retry: again,
  });
  await addJob(database, documentId, definition, from);
  sweeping.jobs.push({ documentId, expected: [from] });
  const config = { client, env, witnessFile, id: `dead-${life}` };
  const dead = openEngineNode({ ...config, options: { leaseMs: LEASE_MS } });
  const { ports } = dead;
  const node = { ...ports.node, pid: NO_PROCESS, processKey: 'gone' };
  const state = { state: 'running', running: 1, skewMs: 0, lastTickAt: null };
  await ports.store.touchNode(node, state);
  await enqueueDue(ports, 0);
  await claim({ ...ports, node }, 1, 0);
  await dead.close();
};

/** Beyond what Linux gives a process. */
const NO_PROCESS = 4_194_304;

const isoOf = (at: number): string => new Date(at).toISOString();
