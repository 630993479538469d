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
  leaseMs: 4_000,
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
  const skewMs = bug?.skewMs?.(index) ?? 0;
  const ports: Ports = {
    clock: { ...process.clock, now: () => process.clock.now() + skewMs },
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
    detached: (work) => work(),
  };
  const engine = createEngine(bug?.ports?.(ports, index) ?? ports);
  const node = { id, host, pid, engine, process, network };
  nodes.push(node);
  return node;
};

const withBug = (simulation: Simulation, process: Process, store: EngineStore): EngineStore => {
  const { bug, tables, clock } = simulation;
  if (bug?.store === undefined) return store;
  if (tables.knex === null) throw new Error(`${bug.name} is planted in a database only`);
  // A spread takes only what a store really has.
  const whole = Object.fromEntries(
    Object.keys(tables.store(() => 0)).map((name) => [name, store[name as keyof EngineStore]])
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
        const call = target[name] as (...all: unknown[]) => Promise<unknown>;
        const answer = await simulation.settling(call(...given));
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

const pause = ({ clock }: Process, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });

/** What jobs do: at once, slowly, only at the second try, never before they are stopped. */
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
