import { setTimeout as sleep } from 'node:timers/promises';

import {
  allStarted,
  crashDatabase,
  goOn,
  halt,
  kill,
  relaunch,
  setNetwork,
  type Cluster,
  type Place,
} from './cluster';
import { readWitnessFile } from '../read-witness';
import { LEASE_MS } from './launch-engine';

/**
 * Does harm to one place after the other until `until`, never to all of them at once: somebody is killed at most turns,
 * while somebody else stands still or has lost the network. Nobody is harmed before what comes only once has begun.
 */
export const makeMischief = async (
  cluster: Cluster,
  until: number,
  { relaunchAfterMs = 300, everyMs = 900 } = {}
): Promise<void> => {
  if (!(await untilBegun(cluster))) cluster.request.say('What comes only once did not begin.');
  const begin = Date.now();
  const { length } = cluster.places;
  const restarts = cluster.server === undefined ? [] : [1 / 3, 2 / 3];
  const harmed: Harmed = {
    lasting: new Map(),
    passing: new Map(),
    begun: 0,
    // Where there are several kinds of them, each has its time on a busy machine too.
    isNext: length > 1,
    errors: [],
  };
  while (Date.now() < until) {
    const progress = (Date.now() - begin) / (until - begin);
    const isDue = restarts[0] !== undefined && progress >= restarts[0];
    if (isDue && harmed.lasting.size === 0) {
      restarts.shift();
      await crashInPeace(cluster, harmed);
    }
    const mayLast = !isDue && harmed.lasting.size < Math.max(1, length - 2);
    const wantsLasting = mayLast && harmed.isNext;
    const isFree = (place: Place): boolean =>
      !harmed.lasting.has(place) && !harmed.passing.has(place);
    const free = cluster.places.filter(isFree);
    if (free.length > (length > 1 ? 1 : 0)) {
      const place = cluster.random.oneOf(free);
      if (wantsLasting) {
        const harm =
          place.proxy === null ? pausePastLease : LASTING[harmed.begun % LASTING.length]!;
        harmed.begun += 1;
        harmed.isNext = false;
        follow(harmed, harmed.lasting, place, harm(cluster, place));
      } else {
        harmed.isNext = true;
        follow(harmed, harmed.passing, place, killAndRelaunch(cluster, place, relaunchAfterMs));
      }
    }
    await sleep(everyMs);
  }
  await allOver(harmed);
  while (restarts.shift() !== undefined) await crashInPeace(cluster, harmed);
};

/**
 * What is not tried again could end unbegun, and the run would prove less. Answers whether it has begun; where it has not
 * in all that time, the run goes on, and whoever judges it says what it lacks.
 */
export const untilBegun = async (
  { jobs, witnessFile }: Pick<Cluster, 'jobs' | 'witnessFile'>,
  patienceMs = PATIENCE_MS
): Promise<boolean> => {
  const once = jobs.filter(({ definition }) => definition.onLost === 'fail');
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
    const begun = new Set((await readWitnessFile(witnessFile)).map(({ job }) => job));
    if (once.every(({ documentId }) => begun.has(documentId))) return true;
  }
  return false;
};
/** Much longer than it takes to come round to everything. */
const PATIENCE_MS = 20_000;

/** Places that somebody is at, each with the end of it. */
interface Harmed {
  lasting: Map<Place, Promise<void>>;
  passing: Map<Place, Promise<void>>;
  /** How many lasting ones there were, and whether somebody was killed since the last. */
  begun: number;
  isNext: boolean;
  /** Told when all is over, not while others are at it. */
  errors: unknown[];
}

const follow = (
  { errors }: Harmed,
  places: Map<Place, Promise<void>>,
  place: Place,
  harm: Promise<void>
): void => {
  const over = harm
    .catch((error: unknown) => void errors.push(error))
    .finally(() => places.delete(place));
  places.set(place, over);
};

const allOver = async ({ lasting, passing, errors }: Harmed): Promise<void> => {
  await Promise.all([...lasting.values(), ...passing.values()]);
  if (errors.length > 0) throw errors[0];
};

/** With everybody up and connected, so that it can be told how soon work goes on. */
const crashInPeace = async (cluster: Cluster, harmed: Harmed): Promise<void> => {
  await allOver(harmed);
  await allStarted(cluster);
  await crashDatabase(cluster);
  await sleep(CALM_MS);
};
const CALM_MS = 4_000;

type Harm = (cluster: Cluster, place: Place) => Promise<void>;

const killAndRelaunch = async (
  cluster: Cluster,
  place: Place,
  relaunchAfterMs: number
): Promise<void> => {
  await kill(cluster, place);
  await sleep(relaunchAfterMs);
  await relaunch(cluster, place);
};

const pausePastLease: Harm = async (cluster, place) => {
  halt(cluster, place);
  await sleep(LEASE_MS + 1_500);
  goOn(cluster, place);
};

/** In turn. */
const OUTAGES = ['cut', 'hold', 'forget', 'slow'] as const;

const badNetwork: Harm = async (cluster, place) => {
  setNetwork(cluster, [place], OUTAGES[cluster.faults.outages % OUTAGES.length]!);
  await sleep(cluster.random.oneOf([1_000, LEASE_MS + 1_500]));
  setNetwork(cluster, [place], 'pass');
};

const LASTING: readonly Harm[] = [pausePastLease, badNetwork];
