import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startPrivateServer, type PrivateServer } from '../faults/private-server';
import { startProxy, type NetworkMode, type TcpProxy } from '../faults/tcp-proxy';
import { SERVER_URL, type DatabaseName } from '../../support/databases';
import type { ProcessEnd } from '../../support/process-end';
import type { SchemaDatabase } from '../../support/schema';
import { groupBy } from '../group-by';
import { isFinal, type History } from '../history';
import { addJob } from '../job-rows';
import { openDatabase } from '../open-database';
import { createRandom, type Random } from '../simulation/random';
import { readRecords } from '../read-records';
import type { StageRequest } from '../stage';
import type { ClusterJob } from './cluster-jobs';

/** A process of a cluster, whatever runs in it. */
export interface ClusterProcess {
  /** As the witness and the records call it. */
  id: string;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  gone: Promise<ProcessEnd>;
  /** Resolves when it works, or is gone; it does from the beginning where left out. */
  started?: Promise<unknown>;
  output(): string;
}

/** One place of a cluster: the process that is there now, and its way to the database. */
export interface Place {
  index: number;
  process: ClusterProcess;
  proxy: TcpProxy | null;
  state: 'running' | 'stopped' | 'leaving' | 'dead';
}

export interface Cluster {
  request: StageRequest;
  random: Random;
  database: SchemaDatabase;
  server: PrivateServer | undefined;
  witnessFile: string;
  jobs: ClusterJob[];
  places: Place[];
  stops: History['stops'];
  /** Processes that ended by themselves. */
  exits: { process: ClusterProcess; end: ProcessEnd }[];
  /** Processes that did not leave when they were told to. */
  stayed: string[];
  /** When the database or the network was back, in true time. */
  backAt: { what: string; at: number }[];
  faults: { kills: number; pauses: number; dbRestarts: number; outages: number };
  launch: Launch;
}

/** Starts the process of a place. */
export type Launch = (
  cluster: Cluster,
  index: number,
  env: Record<string, string>
) => Promise<ClusterProcess>;

export interface ClusterPlan {
  /** Whether the database server is the run's own, so that it can be brought down. */
  privateServer?: true;
  launch: Launch;
}

/** Opens a cluster, has it worked on, and leaves nothing behind. */
export const withCluster = async <T>(
  request: StageRequest,
  plan: ClusterPlan,
  work: (cluster: Cluster) => Promise<T>
): Promise<T> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-cluster-'));
  const { database: name } = request;
  const server =
    plan.privateServer && name !== 'sqlite' ? await startPrivateServer(name) : undefined;
  if (plan.privateServer && name !== 'sqlite' && server === undefined) {
    request.say(
      `${name}: no server programs on this machine, so that the database is not brought down`
    );
  }
  const database = await openOn(name, server);
  const cluster: Cluster = {
    request,
    random: createRandom(request.seed),
    database,
    server,
    witnessFile: path.join(folder, 'witness.jsonl'),
    jobs: [],
    places: [],
    stops: [],
    exits: [],
    stayed: [],
    backAt: [],
    faults: { kills: 0, pauses: 0, dbRestarts: 0, outages: 0 },
    launch: plan.launch,
  };
  try {
    return await work(cluster);
  } finally {
    for (const place of cluster.places) {
      if (place.state === 'stopped') place.process.signal('SIGCONT');
      place.process.signal('SIGKILL');
      await place.process.gone;
      await place.proxy?.close();
    }
    await database.drop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const openOn = async (
  name: DatabaseName,
  server: PrivateServer | undefined
): Promise<SchemaDatabase> => {
  if (server === undefined || name === 'sqlite') return openDatabase(name);
  const variable = SERVER_URL[name];
  const before = process.env[variable];
  process.env[variable] = server.url;
  try {
    return await openDatabase(name);
  } finally {
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
  }
};

export const startPlaces = async (cluster: Cluster, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await addPlace(cluster, index);
  await allStarted(cluster);
};

/** Everybody who is there works. */
export const allStarted = async ({ places }: Cluster): Promise<void> => {
  for (const { process } of places) await process.started;
};

export const addPlace = async (cluster: Cluster, index: number): Promise<void> => {
  const { env, client } = cluster.database;
  const proxy =
    client === 'sqlite'
      ? null
      : await startProxy(env['DATABASE_HOST'] ?? '', Number(env['DATABASE_PORT']));
  const process = await cluster.launch(cluster, index, envOf(cluster, proxy));
  const place: Place = { index, process, proxy, state: 'running' };
  cluster.places.push(place);
  void watch(cluster, place);
};

/** What ends by itself is gone like what was killed, until somebody starts it again, and is told of. */
const watch = async ({ exits }: Cluster, place: Place): Promise<void> => {
  const { process } = place;
  const end = await process.gone;
  if (place.process !== process || isOurDoing(place, end)) return;
  place.state = 'dead';
  exits.push({ process, end });
};

const isOurDoing = ({ state }: Place, { code, signal }: ProcessEnd): boolean => {
  if (state === 'dead') return signal === 'SIGKILL';
  // One that is told to leave before it can listen does not drain.
  return state === 'leaving' && (code === 0 || signal === 'SIGTERM' || signal === 'SIGKILL');
};

/** As the checker has to know of it, with the last that each of them said. */
export const exitsOf = ({ exits }: Pick<Cluster, 'exits'>): NonNullable<History['exits']> =>
  exits.map(({ process, end: { code, signal, at } }) => {
    const said = process.output().trimEnd().slice(-LAST_WORDS).replaceAll('\n', ' | ');
    return { node: process.id, at, how: `${signal ?? `exit ${code}`}, after: ${said}` };
  });

const LAST_WORDS = 1_000;

const envOf = ({ database }: Cluster, proxy: TcpProxy | null): Record<string, string> =>
  proxy === null
    ? database.env
    : { ...database.env, DATABASE_HOST: '127.0.0.1', DATABASE_PORT: String(proxy.port) };

export const addJobs = async (cluster: Cluster, jobs: ClusterJob[]): Promise<void> => {
  for (const job of jobs) {
    const [first = null] = job.expected;
    await addJob(cluster.database, job.documentId, job.definition, first);
  }
  cluster.jobs.push(...jobs);
};

export const kill = async (cluster: Cluster, place: Place): Promise<void> => {
  if (place.state !== 'running') return;
  place.state = 'dead';
  place.process.signal('SIGKILL');
  await place.process.gone;
  cluster.stops.push({ node: place.process.id, from: Date.now(), to: Infinity });
  cluster.faults.kills += 1;
};

export const relaunch = async (cluster: Cluster, place: Place): Promise<void> => {
  if (place.state !== 'dead') return;
  place.process = await cluster.launch(cluster, place.index, envOf(cluster, place.proxy));
  place.state = 'running';
  void watch(cluster, place);
};

export const halt = (cluster: Cluster, place: Place): void => {
  if (place.state !== 'running') return;
  place.state = 'stopped';
  place.process.signal('SIGSTOP');
  cluster.stops.push({ node: place.process.id, from: Date.now(), to: Infinity });
  cluster.faults.pauses += 1;
};

export const goOn = (cluster: Cluster, place: Place): void => {
  if (place.state !== 'stopped') return;
  const stop = cluster.stops.findLast(({ node }) => node === place.process.id);
  if (stop) stop.to = Date.now();
  place.process.signal('SIGCONT');
  place.state = 'running';
};

export const setNetwork = (cluster: Cluster, places: Place[], mode: NetworkMode | 'slow'): void => {
  const isFelt = places.some(({ proxy }) => proxy !== null && proxy.open() > 0);
  for (const { proxy } of places) {
    proxy?.set(mode === 'slow' ? 'pass' : mode);
    proxy?.delay(mode === 'slow' ? SLOW_MS : 0);
  }
  if (mode !== 'pass' && isFelt) cluster.faults.outages += 1;
};

/** What a slow network adds to every byte, each way. */
const SLOW_MS = 150;

export const crashDatabase = async (cluster: Cluster): Promise<void> => {
  if (cluster.server === undefined) return;
  await cluster.server.crash();
  cluster.faults.dbRestarts += 1;
  cluster.backAt.push({ what: 'the database', at: Date.now() });
};

/** Nothing may stand still for longer than this, however busy the machine is. */
const STANDSTILL_MS = 45_000;
/** A planted mistake has shown itself long before. */
const STANDSTILL_WITH_BUG_MS = 10_000;

/** Everybody goes on; resolves when nothing is left to do, or when nothing moves any more. */
export const recover = async (cluster: Cluster): Promise<void> => {
  for (const place of cluster.places) {
    goOn(cluster, place);
    setNetwork(cluster, [place], 'pass');
    await relaunch(cluster, place);
  }
  const until = Math.max(...cluster.jobs.flatMap(({ expected }) => expected.at(-1) ?? 0));
  const owed = cluster.jobs.reduce((sum, { expected }) => sum + expected.length, 0);
  const patienceMs = cluster.request.bug ? STANDSTILL_WITH_BUG_MS : STANDSTILL_MS;
  let movedAt = Date.now();
  for (let before = -1; Date.now() - Math.max(movedAt, until) < patienceMs; await sleep(500)) {
    // On SQLite whoever writes may keep a reader out for long: it is asked again.
    const finished = await countFinished(cluster).catch(() => before);
    if (finished >= owed) return;
    if (finished !== before) movedAt = Date.now();
    before = finished;
  }
};

/** Missed ones stand in one record with their count. */
const countFinished = async ({ database }: Cluster): Promise<number> =>
  (await readRecords(database.knex))
    .filter(({ status }) => isFinal(status))
    .reduce((sum, { missedCount }) => sum + (missedCount ?? 1), 0);

/** All processes drain and leave: from now on nothing changes any more. */
export const leaveAll = async ({ places, stayed }: Cluster): Promise<void> => {
  for (const place of places) {
    if (place.state === 'running') place.state = 'leaving';
    place.process.signal('SIGTERM');
  }
  const leave = async ({ process }: Place): Promise<void> => {
    const late = new AbortController();
    const patience = sleep(LEAVE_MS, 'stays', { signal: late.signal }).catch(() => 'left');
    const how = await Promise.race([process.gone.then(() => 'left'), patience]);
    late.abort();
    if (how === 'left') return;
    stayed.push(process.id);
    process.signal('SIGKILL');
    await process.gone;
  };
  await Promise.all(places.map(leave));
};

/** Much longer than a process needs to drain. */
const LEAVE_MS = 30_000;

export const limitsOf = (jobs: ClusterJob[]): History['limits'] => {
  const limited = jobs.filter(({ limit }) => limit !== null);
  return [...groupBy(limited, ({ limit }) => limit?.name ?? '')].map(([name, members]) => ({
    name,
    limit: members[0]?.limit?.most ?? Infinity,
    jobs: members.map(({ documentId }) => documentId),
  }));
};
