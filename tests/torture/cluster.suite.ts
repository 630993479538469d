import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Knex } from 'knex';

import type { AttemptView } from '../../server/src/contract/execution';
import { fromJson, toNumber } from '../../server/src/storage/engine/rows';
import { registerFirstAdmin } from '../support/accounts';
import { createDatabase } from '../support/databases';
import type { DatabaseName, TestDatabase } from '../support/databases';
import { connect } from '../support/schema';
import { startSiteProcess } from '../support/start-site-process';
import type { SiteProcess } from '../support/start-site-process';
import { waitUntil } from '../support/wait-until';
import { attemptKey, openAttempts, readWitness } from '../support/witness';
import type { WitnessLine } from '../support/witness';

const JOBS = 20;
/** So short that what a killed node ran is found within the test. */
const LEASE_MS = 6000;
const DURATION_MS = 250;

interface ExecutionRecord {
  documentId: string;
  job: string;
  /** ISO 8601 UTC. */
  scheduledFor: string;
  status: string;
  attempt: number;
  attempts: AttemptView[];
}

/**
 * Three Strapi processes on one database run twenty jobs each second; one of the processes is killed while it works.
 * Three accounts are compared: the occurrences as computed here, the records, and what a witness outside the
 * database saw.
 */
export const clusterSuite = (name: DatabaseName, seconds: number): void => {
  const sites: SiteProcess[] = [];
  let folder: string;
  let database: TestDatabase;
  let knex: Knex;
  let killed: { pid: number; open: WitnessLine[] };
  let expected: string[];
  let records: ExecutionRecord[];
  let lines: WitnessLine[];

  beforeAll(
    async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-witness-'));
      const file = path.join(folder, 'witness.jsonl');
      database = await createDatabase(name);
      knex = connect(name, database.env);
      const env = {
        ...database.env,
        JOB_WITNESS_FILE: file,
        JOB_SCHEDULER_LEASE_MS: String(LEASE_MS),
      };
      // Strapi makes its tables without a lock: the first node alone, then the others.
      sites.push(await startSiteProcess(env));
      sites.push(...(await Promise.all([startSiteProcess(env), startSiteProcess(env)])));
      const from = Math.ceil(Date.now() / 1000) * 1000 + 20_000;
      const to = from + seconds * 1000;
      const jobs = await createJobs(sites[0]!, from, to);
      expect(Date.now()).toBeLessThan(from);
      expected = jobs.flatMap((job) => occurrences(job, from, to));

      const middle = from + (to - from) / 2;
      const patience = { everyMs: 20, patienceMs: to - Date.now() };
      await waitUntil(
        async () => Date.now(),
        (now) => now > middle,
        patience
      );
      killed = await killAtWork(sites[1]!, file);

      records = await waitUntil(
        () => readRecords(knex),
        (all) => Date.now() > to + 2000 && all.every(({ status }) => isOver(status)),
        { everyMs: 500, patienceMs: to - Date.now() + 90_000 }
      );
      lines = await readWitness(file);
    },
    (seconds + 240) * 1000
  );

  afterAll(async () => {
    await Promise.all(sites.map(async (site) => site.stop()));
    await knex?.destroy();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('was a fair trial: enough occurrences, three nodes at work, one of them killed at work', () => {
    console.log(summary(name, { expected, records, lines, killed }));
    expect(expected).toHaveLength(JOBS * seconds);
    expect(killed.open.length).toBeGreaterThan(0);
    expect(new Set(lines.map(({ pid }) => pid)).size).toBe(3);
  });

  it('no occurrence is lost: each has its record, and each was seen to its end', () => {
    const known = new Set(records.map(occurrenceOf));
    expect(expected.filter((one) => !known.has(one))).toEqual([]);
    expect(records.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    const ended = new Set(lines.filter(({ event }) => event === 'end').map(occurrenceOf));
    expect(expected.filter((one) => !ended.has(one))).toEqual([]);
  });

  it('no occurrence is doubled: one record each, and none that nobody asked for', () => {
    expect(records).toHaveLength(expected.length);
    const wanted = new Set(expected);
    expect(records.map(occurrenceOf).filter((one) => !wanted.has(one))).toEqual([]);
    expect(new Set(records.map(occurrenceOf)).size).toBe(records.length);
  });

  it('no attempt started twice, and none that its record does not know', () => {
    const starts = lines.filter(({ event }) => event === 'start');
    const keys = starts.map(attemptKey);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    const attemptsOf = new Map(records.map((record) => [record.documentId, record.attempt]));
    expect(starts.filter((one) => one.attempt > (attemptsOf.get(one.occurrenceId) ?? 0))).toEqual(
      []
    );
  });

  it('what the killed node ran is recorded as lost and was done again', () => {
    for (const { occurrenceId, attempt } of killed.open) {
      const record = records.find(({ documentId }) => documentId === occurrenceId);
      expect(record?.attempts[attempt - 1]).toMatchObject({ attempt, status: 'lost' });
      expect(record?.attempt).toBeGreaterThan(attempt);
    }
  });

  it('only what was lost was done again', () => {
    const again = records.filter(({ attempt }) => attempt > 1);
    const lost = again.filter(({ attempts }) => attempts.some(({ status }) => status === 'lost'));
    expect(again).toEqual(lost);
    const ends = lines
      .filter(({ event }) => event === 'end')
      .map(({ occurrenceId }) => occurrenceId);
    const twice = ends.filter((id, at) => ends.indexOf(id) !== at);
    const mayEndTwice = new Set(lost.map(({ documentId }) => documentId));
    expect(twice.filter((id) => !mayEndTwice.has(id))).toEqual([]);
  });
};

const occurrenceOf = ({ job, scheduledFor }: { job: string; scheduledFor: string }): string =>
  `${job} ${scheduledFor}`;

/** Every second from `from` to before `to`, computed without the plugin. */
const occurrences = (job: string, from: number, to: number): string[] =>
  Array.from({ length: (to - from) / 1000 }, (_, second) =>
    occurrenceOf({ job, scheduledFor: new Date(from + second * 1000).toISOString() })
  );

/** Half of them by cron in several zones, half by interval; each is done again where a node loses it. */
const createJobs = async (site: SiteProcess, from: number, to: number): Promise<string[]> => {
  const token = await registerFirstAdmin(site.url);
  const bodies = Array.from({ length: JOBS }, (_, at) => aJob(at, from, to));
  return Promise.all(bodies.map(async (body) => createJob(site, token, body)));
};

const createJob = async (site: SiteProcess, token: string, body: unknown): Promise<string> => {
  const response = await fetch(`${site.url}/job-scheduler/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (JSON.parse(text) as { data: { documentId: string } }).data.documentId;
};

const ZONES = ['UTC', 'Asia/Hong_Kong', 'America/New_York', 'Australia/Lord_Howe'];

const aJob = (at: number, from: number, to: number): Record<string, unknown> => {
  const within = {
    key: 'each-second',
    timezone: ZONES[at % ZONES.length],
    startAt: new Date(from).toISOString(),
    endAt: new Date(to).toISOString(),
  };
  const schedule =
    at % 2 === 0
      ? { ...within, kind: 'cron', expression: '* * * * * *' }
      : { ...within, kind: 'interval', every: '1s', anchor: within.startAt };
  return {
    name: `Each second ${at}`,
    template: 'witness',
    parameters: { durationMs: DURATION_MS },
    schedules: [schedule],
    overlap: 'allow',
    missed: { policy: 'all', windowMs: 3_600_000 },
    onLost: 'retry',
    retry: {
      maxAttempts: 5,
      strategy: 'fixed',
      delayMs: 100,
      maxDelayMs: 1000,
      delaysMs: null,
      jitter: 0,
      maxTotalMs: 3_600_000,
      when: null,
    },
    enabled: true,
  };
};

/** Kills the node at a moment when the witness has seen it start what it has not ended. */
const killAtWork = async (site: SiteProcess, file: string) => {
  const isAtWork = (lines: WitnessLine[]): boolean => openAttempts(lines, site.pid).length > 0;
  await waitUntil(() => readWitness(file), isAtWork, { everyMs: 5, patienceMs: 10_000 });
  await site.signal('SIGKILL');
  return { pid: site.pid, open: openAttempts(await readWitness(file), site.pid) };
};

const readRecords = async (knex: Knex): Promise<ExecutionRecord[]> => {
  const rows: Record<string, unknown>[] = await knex('job_scheduler_executions').orderBy('id');
  return rows.map((row) => ({
    documentId: String(row['document_id']),
    job: String(row['job_document_id']),
    scheduledFor: new Date(toNumber(row['slot_at'])).toISOString(),
    status: String(row['status']),
    attempt: toNumber(row['attempt']),
    attempts: (fromJson(row['attempts']) ?? []) as AttemptView[],
  }));
};

const isOver = (status: string): boolean => status !== 'queued' && status !== 'running';

const summary = (
  name: string,
  facts: {
    expected: string[];
    records: ExecutionRecord[];
    lines: WitnessLine[];
    killed: { open: WitnessLine[] };
  }
): string => {
  const known = new Set(facts.records.map(occurrenceOf));
  const lost = facts.expected.filter((one) => !known.has(one)).length;
  const starts = facts.lines.filter(({ event }) => event === 'start');
  const delays = starts
    .filter(({ attempt }) => attempt === 1)
    .map(({ at, scheduledFor }) => at - Date.parse(scheduledFor))
    .sort((a, b) => a - b);
  const again = facts.records.filter(({ attempt }) => attempt > 1).length;
  return (
    `${name}: ${facts.expected.length} occurrences on 3 nodes, ${lost} lost, ` +
    `${facts.records.length - known.size} doubled, ${starts.length} starts of which ` +
    `${starts.length - new Set(starts.map(attemptKey)).size} twice, ` +
    `${facts.killed.open.length} running on the killed node, ${again} done again; ` +
    `late by ${delays[Math.floor(delays.length / 2)]} ms (median), ${delays.at(-1)} ms (most)`
  );
};
