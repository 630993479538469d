import { setTimeout as sleep } from 'node:timers/promises';

import {
  crashDatabase,
  goOn,
  halt,
  kill,
  relaunch,
  setNetwork,
  type Cluster,
  type Place,
} from './cluster';
import { LEASE_MS } from './launch-engine';

/** Does harm to one place after the other until `until`; never to all of them at once. */
export const makeMischief = async (
  cluster: Cluster,
  until: number,
  { relaunchAfterMs = 300, everyMs = 900 } = {}
): Promise<void> => {
  const begin = Date.now();
  const restarts = cluster.server === undefined ? [] : [1 / 3, 2 / 3];
  const busy = new Set<Place>();
  const pending: Promise<void>[] = [];
  for (let turn = 0; Date.now() < until; turn += 1) {
    const progress = (Date.now() - begin) / (until - begin);
    if (restarts[0] !== undefined && progress >= restarts[0]) {
      restarts.shift();
      await crashInPeace(cluster, pending);
    }
    const free = cluster.places.filter((place) => !busy.has(place));
    if (free.length > (cluster.places.length > 1 ? 1 : 0)) {
      const place = cluster.random.oneOf(free);
      const harm = HARM[turn % HARM.length]!;
      busy.add(place);
      const work = harm(cluster, place, relaunchAfterMs).finally(() => busy.delete(place));
      // Told at the end, not while others are at it.
      work.catch(() => undefined);
      pending.push(work);
    }
    await sleep(everyMs);
  }
  await Promise.all(pending);
  while (restarts.shift() !== undefined) await crashInPeace(cluster, pending);
};

/** With everybody up and connected, so that it can be told how soon work goes on. */
const crashInPeace = async (cluster: Cluster, pending: Promise<void>[]): Promise<void> => {
  await Promise.all(pending.splice(0));
  await crashDatabase(cluster);
  await sleep(CALM_MS);
};
const CALM_MS = 4_000;

type Harm = (cluster: Cluster, place: Place, relaunchAfterMs: number) => Promise<void>;

const killAndRelaunch: Harm = async (cluster, place, relaunchAfterMs) => {
  await kill(cluster, place);
  await sleep(relaunchAfterMs);
  await relaunch(cluster, place);
};

const pausePastLease: Harm = async (cluster, place) => {
  halt(cluster, place);
  await sleep(LEASE_MS + 1_500);
  goOn(cluster, place);
};

const badNetwork: Harm = async (cluster, place) => {
  const isFirst = cluster.faults.outages === 0;
  const mode = cluster.random.oneOf(isFirst ? OUTAGES : ([...OUTAGES, 'slow'] as const));
  if (mode === 'slow') place.proxy?.delay(150);
  else setNetwork(cluster, [place], mode);
  await sleep(cluster.random.oneOf([1_000, LEASE_MS + 1_500]));
  place.proxy?.delay(0);
  setNetwork(cluster, [place], 'pass');
};

const OUTAGES = ['cut', 'hold', 'forget'] as const;

const HARM: Harm[] = [killAndRelaunch, badNetwork, pausePastLease, killAndRelaunch];
