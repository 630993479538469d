import { createEngine, type Engine } from '../../../server/src/engine/engine';
import type { EngineStore, Ports, RunContext } from '../../../server/src/engine/ports';
import { createProcess, type Process } from '../../support/process';
import type { Simulation } from './simulation';

/** One node of a simulated cluster: the real engine on the shared clock, behind a network that can be bad. */
export interface SimNode {
  id: string;
  host: string;
  pid: number;
  engine: Engine;
  process: Process;
  network: Network;
}

export interface Network {
  /** Every call fails. */
  isAway: boolean;
  /** So many answers from now on get lost on their way back: it is done, and the node does not know. */
  losesAnswers: number;
  /** Share of the calls that take their time, there and back. */
  slowness: number;
}

const OPTIONS = {
  role: 'all',
  leaseMs: 3_000,
  pollIntervalMs: 1_000,
  drainMs: 2_000,
  missedAfterMs: 2_000,
  maxConcurrent: 8,
  maxConcurrentTotal: null,
  maxQueuedPerJob: 10_000,
  defaultTimeoutMs: 3_000,
  retention: { executionsDays: 90, logsDays: 30, auditDays: 365 },
} as const;

export const startNode = (simulation: Simulation, index: number): SimNode => {
  const { clock, seed, nodes, bug } = simulation;
  const process = createProcess(clock);
  const made = nodes.length;
  const network = {
    isAway: false,
    losesAnswers: 0,
    slowness: simulation.random.chance(0.5) ? 0.3 : 0,
  };
  // Two of three share a machine, unless one comes back on another.
  const host = `host-${simulation.random.chance(0.3) ? made + 2 : index % 2}`;
  const id = `n${index}-${made}`;
  const pid = made + 1;
  const store = overNetwork(simulation, process, network, simulation.storeOf({ id, index }));
  const ports: Ports = {
    clock: wrongClock(simulation, process, bug?.skewMs?.(index)),
    ids: idsOf(simulation, id),
    store: withBug(simulation, process, store),
    templates: templatesOf(simulation, process, id),
    checkOwner: async () => null,
    reveal: async () => ({ ok: true, values: new Map() }),
    isAlive: (other) =>
      nodes.some((one) => one.pid === other.pid && one.process.state() !== 'killed'),
    emit: simulation.onEvent,
    node: {
      id,
      host,
      pid,
      processKey: null,
      role: 'all',
      version: String(seed),
      zoneData: 'none',
      maxConcurrent: OPTIONS.maxConcurrent,
    },
    options: { ...OPTIONS, ...simulation.options },
    detached: async (work) => work(),
  };
  const engine = createEngine(bug?.ports?.(ports, index) ?? ports);
  const node = { id, host, pid, engine, process, network };
  nodes.push(node);
  return node;
};

/** A node's own clock may be minutes off; what the database answers puts its estimate right. */
const SKEWS_MS = [0, 0, 600_000, -600_000];

/** `fixedMs`: a node that believes its own clock, which is so much ahead. */
const wrongClock = (
  { random, faults, clock }: Simulation,
  process: Process,
  fixedMs: number | undefined
): Ports['clock'] => {
  const skewMs = fixedMs ?? random.oneOf(SKEWS_MS);
  if (skewMs !== 0) faults.wrongClocks += 1;
  let offset = clock.now() - clock.monotonic() + skewMs;
  let isSampled = false;
  return {
    ...process.clock,
    now: () => clock.monotonic() + offset,
    sample: (databaseNow, _sentAt, receivedAt) => {
      if (fixedMs !== undefined) return;
      const least = databaseNow - receivedAt;
      offset = isSampled ? Math.max(offset, least) : least;
      isSampled = true;
    },
  };
};

const withBug = (simulation: Simulation, process: Process, store: EngineStore): EngineStore => {
  const { bug, tables, clock } = simulation;
  if (bug?.store === undefined) return store;
  if (tables.knex === null) throw new Error(`${bug.name} is planted in a database only`);
  // A spread takes only what a store really has.
  const whole = Object.fromEntries(
    Object.keys(tables.store(0)).map((name) => [name, store[name as keyof EngineStore]])
  ) as unknown as EngineStore;
  return bug.store(whole, {
    knex: tables.knex,
    now: () => clock.now(),
    wait: (ms) => pause(process, ms),
  });
};

const idsOf = (simulation: Simulation, name: string): Ports['ids'] => ({
  documentId: () => `${name}-${(simulation.made += 1)}`.padStart(24, '0'),
  token: () => `token-${name}-${(simulation.made += 1)}`,
  random: () => simulation.random.next(),
});

/** Nothing leaves a process that stands still, and no answer reaches one that is gone. */
const overNetwork = (
  simulation: Simulation,
  process: Process,
  network: Network,
  store: EngineStore
): EngineStore => {
  const travel = async (): Promise<void> => {
    if (network.slowness > 0 && simulation.random.chance(network.slowness)) {
      await pause(process, 1 + simulation.random.below(120));
    }
    // A timer of a process that stands still comes when it goes on, and never where it was killed.
    if (process.state() !== 'running') await pause(process, 0);
  };
  return new Proxy<EngineStore>(store, {
    get:
      (target, name: keyof EngineStore) =>
      async (...given: unknown[]) => {
        await travel();
        if (network.isAway) throw new Error('connect ECONNREFUSED');
        if (isSpinning(simulation, name)) return new Promise(() => undefined);
        const call = target[name] as (...all: unknown[]) => Promise<unknown>;
        const answer = await simulation.settling(seen(simulation, name, call(...given)));
        await travel();
        if (network.isAway) throw new Error('read ECONNRESET');
        if (network.losesAnswers > 0) {
          network.losesAnswers -= 1;
          simulation.faults.lostAnswers += 1;
          throw new Error('the answer got lost');
        }
        return answer;
      },
  });
};

/** So many calls at one instant are a node that does the same again and again. */
const MOST_CALLS = 2_000;

/** Where it is, time would stand still for ever: it gets no answer any more. */
const isSpinning = ({ seen: { calls }, clock }: Simulation, name: string): boolean => {
  if (calls.at !== clock.now()) Object.assign(calls, { at: clock.now(), count: 0 });
  calls.count += 1;
  if (calls.count === MOST_CALLS) calls.spinning.push(`${name} again and again at ${calls.at}`);
  return calls.count >= MOST_CALLS;
};

const seen = async <T>(
  simulation: Simulation,
  name: keyof EngineStore,
  call: Promise<T>
): Promise<T> => {
  const answer = await call;
  await simulation.afterCall(name);
  return answer;
};

const pause = ({ clock }: Process, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });

/** What jobs do: at once, slowly, only at the second try or at times, never before they are stopped. */
const templatesOf = (
  simulation: Simulation,
  process: Process,
  node: string
): Ports['templates'] => {
  const durations: Record<string, (context: RunContext) => Promise<void>> = {
    quick: async () => undefined,
    slow: (context) => workFor(process, 700, context.signal),
    long: (context) => workFor(process, 1_700, context.signal),
    flaky: async (context) => {
      await workFor(process, 100, context.signal);
      if (context.attempt % 2 === 1) throw new Error('not yet');
    },
    'by-turns': async (context) => {
      await workFor(process, 300, context.signal);
      if (failsNow(process.clock.now())) throw new Error('not now');
    },
    hanging: (context) => workFor(process, 60_000, context.signal),
  };
  const run = (work: (context: RunContext) => Promise<void>) => async (context: RunContext) => {
    simulation.witness('start', context, node);
    try {
      await work(context);
    } finally {
      simulation.witness('end', context, node);
    }
    return null;
  };
  return {
    uids: () => Object.keys(durations),
    find: (uid) => {
      const work = durations[uid];
      return work && { uid, version: 1, parse: (parameters) => parameters, run: run(work) };
    },
  };
};

/** For some seconds nothing succeeds, then for some seconds everything does. */
const failsNow = (now: number): boolean => Math.floor(now / 1_000) % 9 < 4;

/** Ends as soon as it is told to. */
const workFor = (process: Process, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = process.clock.after(Math.min(ms, 60_000), resolve);
    const stop = (): void => {
      timer.cancel();
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
