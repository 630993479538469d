import { createEngine, type Engine } from '../../server/src/engine/engine';
import type {
  CheckOwner,
  EngineOptions,
  EngineStore,
  Hooks,
  NodeRecord,
  Ports,
  RunContext,
} from '../../server/src/engine/ports';
import type { Artifacts } from '../../server/src/engine/artifacts';
import { createEventRecorder, type EventRecorder } from './event-recorder';
import { createMemoryStore, type MemoryStore } from './memory-store';
import type { Process } from './process';
import { createVirtualClock, type VirtualClock } from './virtual-clock';

type Run = (context: RunContext) => Promise<unknown>;

/** One node on a memory store under a virtual clock. */
export interface EngineBench {
  engine: Engine;
  clock: VirtualClock;
  store: MemoryStore;
  events: EventRecorder;
  ports: Ports;
  /** The contexts of all starts, in their order. */
  starts: { at: number; context: RunContext }[];
  /** Registers a template, or replaces what it does. */
  /** `graceMs`: how long it asks to be waited for after an abort. */
  template(uid: string, run: Run, graceMs?: number): void;
  /** From now on every call of the database fails, or works again. */
  database: { isAway: boolean };
  /** How often each function of the store was called. */
  calls: Record<string, number>;
}

export interface BenchOptions {
  clock?: VirtualClock;
  store?: MemoryStore;
  /** The process that it runs in, where it is not the test's own. */
  process?: Process;
  options?: Partial<EngineOptions>;
  node?: Partial<NodeRecord>;
  checkOwner?: CheckOwner;
  artifacts?: Artifacts;
  isAlive?: Ports['isAlive'];
  hooks?: Partial<Hooks>;
  /** 0 ≤ x < 1 */
  random?: () => number;
}

/** Engines of the running test; the file that uses them checks that none is left. */
const benches: { bench: EngineBench; process: Process | undefined }[] = [];

export const anEngine = (given: BenchOptions = {}): EngineBench => {
  const clock = given.clock ?? createVirtualClock();
  const store = given.store ?? createMemoryStore(clock);
  const events = createEventRecorder();
  const runs = new Map<string, { run: Run; graceMs?: number | undefined }>([
    ['self-test', { run: async () => null }],
  ]);
  const starts: EngineBench['starts'] = [];
  const database = { isAway: false };
  const calls: Record<string, number> = {};
  const ports: Ports = {
    clock: given.process?.clock ?? clock,
    ids: idsOf(given),
    store: watched({ store, database, calls }, given.process),
    templates: {
      uids: () => [...runs.keys()],
      find: (uid) => {
        const known = runs.get(uid);
        if (known === undefined) return undefined;
        const run = startOf(clock, starts, known.run);
        return { uid, version: 1, parse: refuseBroken, run, graceMs: known.graceMs };
      },
    },
    checkOwner: given.checkOwner ?? (async () => null),
    reveal: async () => ({ ok: true, values: new Map() }),
    hooksOf: () => ({ before: [], after: [], ...given.hooks }),
    ...(given.artifacts === undefined ? {} : { artifacts: given.artifacts }),
    isAlive: given.isAlive ?? (() => true),
    emit: events.emit,
    node: aNode(given.node),
    options: optionsOf(given.options),
    detached: async (work) => work(),
  };
  const template: EngineBench['template'] = (uid, run, graceMs) =>
    void runs.set(uid, { run, graceMs });
  const engine = createEngine(ports);
  const bench = { engine, clock, store, events, ports, starts, template, database, calls };
  benches.push({ bench, process: given.process });
  return bench;
};

/** Put it into `afterEach`: nothing may be left running, and no timer set, once a test is over. */
export const expectNothingLeft = async (): Promise<void> => {
  const left = benches
    .splice(0)
    .filter(({ process }) => process?.state() !== 'killed')
    .map(({ bench }) => bench);
  const running = left.filter(({ engine }) => engine.state() === 'running');
  expect(running.map(({ ports }) => `node ${ports.node.id} still runs`)).toEqual([]);
  for (const { engine } of left) await engine.stop();
  await left[0]?.clock.settle();
  expect(left.map(({ clock }) => clock.pending())).toEqual(left.map(() => 0));
};

/** Stops while the clock goes on, as it does in life. */
export const stopped = async ({ engine, clock }: EngineBench): Promise<void> => {
  const stop = engine.stop();
  await clock.settle();
  if (engine.state() !== 'stopped') await clock.advance('60s');
  await stop;
};

const startOf =
  (clock: VirtualClock, starts: EngineBench['starts'], run: Run): Run =>
  (context) => {
    starts.push({ at: clock.now(), context });
    return run(context);
  };

// A test that gives `{ broken: true }` gives parameters that no template takes.
const refuseBroken = (parameters: Record<string, unknown>): Record<string, unknown> => {
  if (parameters['broken']) throw new Error('parameter "broken" is not known');
  return parameters;
};

const idsOf = ({ node, random }: BenchOptions): Ports['ids'] => {
  const name = node?.id ?? 'a';
  let made = 0;
  return {
    documentId: () => `${name}${(made += 1)}`.padStart(24, '0'),
    token: () => `token-${name}-${(made += 1)}`,
    random: random ?? (() => 0.5),
  };
};

const watched = (
  { store, database, calls }: Pick<EngineBench, 'store' | 'database' | 'calls'>,
  process?: Process
): EngineStore =>
  new Proxy<EngineStore>(store, {
    get:
      (target, name: keyof EngineStore) =>
      async (...given: unknown[]) => {
        // Nothing leaves a process that stands still, and no answer reaches one that is gone.
        if (process && process.state() !== 'running') return new Promise(() => undefined);
        calls[name] = (calls[name] ?? 0) + 1;
        if (database.isAway) throw new Error('connect ECONNREFUSED');
        return (target[name] as (...all: unknown[]) => unknown)(...given);
      },
  });

/** Puts `instead` between the engine and one function of the store; answers how to step aside again. */
export const intercept = <Name extends keyof EngineStore>(
  store: MemoryStore,
  name: Name,
  instead: (
    pass: EngineStore[Name],
    ...given: Parameters<EngineStore[Name]>
  ) => ReturnType<EngineStore[Name]>
): (() => void) => {
  const pass = store[name];
  Object.assign(store, {
    [name]: (...given: Parameters<EngineStore[Name]>) => instead(pass, ...given),
  });
  return () => void Object.assign(store, { [name]: pass });
};

const aNode = (given: Partial<NodeRecord> = {}): NodeRecord => ({
  id: 'a',
  host: 'host',
  pid: 1,
  processKey: null,
  role: 'all',
  version: '0.0.0',
  zoneData: 'test',
  maxConcurrent: 20,
  ...given,
});

const optionsOf = (given: Partial<EngineOptions> = {}): EngineOptions => ({
  role: 'all',
  pollIntervalMs: 5_000,
  leaseMs: 60_000,
  drainMs: 20_000,
  missedAfterMs: 10_000,
  maxConcurrent: 20,
  maxConcurrentTotal: null,
  maxQueuedPerJob: 10_000,
  defaultTimeoutMs: 300_000,
  retention: { executionsDays: 90, logsDays: 30, auditDays: 365 },
  ...given,
});
