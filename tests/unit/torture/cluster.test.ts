import type { ProcessEnd } from '../../support/process-end';
import {
  addPlace,
  exitsOf,
  goOn,
  halt,
  kill,
  leaveAll,
  relaunch,
  type Cluster,
  type ClusterProcess,
} from '../../torture/cluster/cluster';

type HowItEnds = Omit<ProcessEnd, 'at'>;

/** A process that ends when it is killed, when it is told to leave, and when the test says so. */
interface FakeProcess extends ClusterProcess {
  end(how: HowItEnds): void;
}

const aProcess = (id: string, leavesWith: HowItEnds): FakeProcess => {
  let tell: (end: ProcessEnd) => void = () => undefined;
  const gone = new Promise<ProcessEnd>((resolve) => (tell = resolve));
  const end = (how: HowItEnds): void => tell({ ...how, at: 4_000 });
  return {
    id,
    gone,
    end,
    signal: (name) => {
      if (name === 'SIGKILL') end({ code: null, signal: name });
      if (name === 'SIGTERM') end(leavesWith);
    },
    output: () => 'Strapi started\nError: out of luck\n',
  };
};

/** One place on SQLite, with what its processes need of a cluster. */
const aCluster = async (leavesWith: HowItEnds = { code: 0, signal: null }) => {
  const processes: FakeProcess[] = [];
  const cluster = {
    database: { client: 'sqlite', env: {} },
    places: [],
    stops: [],
    exits: [],
    stayed: [],
    faults: { kills: 0, pauses: 0, dbRestarts: 0, outages: 0 },
    launch: async () => {
      processes.push(aProcess(`n${processes.length + 1}`, leavesWith));
      return processes.at(-1)!;
    },
  } as unknown as Cluster;
  await addPlace(cluster, 0);
  return { cluster, processes, place: cluster.places[0]! };
};

/** What waits for the end of a process has heard of it. */
const heard = async ({ gone }: ClusterProcess): Promise<void> => {
  await gone;
  await Promise.resolve();
};

test('a process that ends by itself is told of, with how, when and its last words', async () => {
  const { cluster, processes, place } = await aCluster();
  processes[0]!.end({ code: 7, signal: null });
  await heard(processes[0]!);
  expect(exitsOf(cluster)).toEqual([
    { node: 'n1', at: 4_000, how: 'exit 7, after: Strapi started | Error: out of luck' },
  ]);
  expect(place.state).toBe('dead');
});

test('its place is taken by the next one, as by a supervisor, and no kill is counted for it', async () => {
  const { cluster, processes, place } = await aCluster();
  processes[0]!.end({ code: null, signal: 'SIGABRT' });
  await heard(processes[0]!);
  await kill(cluster, place);
  await relaunch(cluster, place);
  expect([place.process.id, place.state, cluster.faults.kills]).toEqual(['n2', 'running', 0]);
  processes[1]!.end({ code: 1, signal: null });
  await heard(processes[1]!);
  expect(exitsOf(cluster).map(({ node }) => node)).toEqual(['n1', 'n2']);
});

test('one that ends while it stands still, or in the moment in which it is killed, ended by itself', async () => {
  const { cluster, processes, place } = await aCluster();
  halt(cluster, place);
  processes[0]!.end({ code: null, signal: 'SIGSEGV' });
  await heard(processes[0]!);
  await relaunch(cluster, place);
  processes[1]!.end({ code: 1, signal: null });
  await kill(cluster, place);
  expect(exitsOf(cluster).map(({ node }) => node)).toEqual(['n1', 'n2']);
});

test('what is killed or told to leave did not end by itself', async () => {
  const { cluster, place } = await aCluster();
  await kill(cluster, place);
  await relaunch(cluster, place);
  halt(cluster, place);
  goOn(cluster, place);
  await leaveAll(cluster);
  expect(exitsOf(cluster)).toEqual([]);
});

test('what fails while it leaves, instead of leaving, did', async () => {
  const { cluster } = await aCluster({ code: 1, signal: null });
  await leaveAll(cluster);
  expect(exitsOf(cluster).map(({ node }) => node)).toEqual(['n1']);
});
