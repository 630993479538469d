import { failure } from '../domain/failure';
import type { RunningAttempt } from './attempt';
import { announce, attemptFacts } from './events';
import { rowsOf } from './held-ends';
import type { ClaimedExecution, Ports, Ref } from './ports';
import { endOf, tell, tellBreakers } from './record';
import { sleep } from './timers';

const BATCH = 100;
/** What somebody else holds is tried again after so long, so often; the last time its rows are waited for. */
const HELD_MS = 50;
const TRIES = 10;
/** Rows that are waited for in vain, before all that is left is put off. */
const WAITS = 3;

export interface Rescue {
  rescued: number;
  /** Attempts that are still to be found lost: somebody holds what their end needs. */
  left: number;
}

/** Finds attempts whose lease ended, here or elsewhere, as lost. `own` is what this process still runs. */
export const rescueExpired = (
  ports: Ports,
  own: RunningAttempt[],
  signal?: AbortSignal
): Promise<Rescue> => {
  const known = own.map(({ execution }) => execution.ref.id);
  const find = (limit: number, except: number[]) =>
    ports.store.findExpired({ limit, except: [...known, ...except] });
  return rescue(ports, find, signal);
};

/**
 * After a crash of this machine's processes: what they ran is lost at once, without waiting for its lease. They are
 * forgotten once nothing is left of it.
 */
export const rescueDead = async (ports: Ports, signal?: AbortSignal): Promise<Rescue> => {
  const others = await ports.store.findNodesOf(ports.node.host);
  const dead = others
    .filter((other) => other.id !== ports.node.id && !ports.isAlive(other))
    .map(({ id }) => id);
  if (dead.length === 0) return { rescued: 0, left: 0 };
  const find = (limit: number, except: number[]) =>
    ports.store.findRunningOf(dead, { limit, except });
  const found = await rescue(ports, find, signal);
  if (found.left === 0) await ports.store.removeNodes(dead);
  return found;
};

type Find = (limit: number, except: number[]) => Promise<ClaimedExecution[]>;
type RecordLost = (
  ports: Ports,
  executions: ClaimedExecution[]
) => Promise<{ lost: number; busy: Ref[] }>;

const rescue = async (ports: Ports, find: Find, signal?: AbortSignal): Promise<Rescue> => {
  let rescued = 0;
  for (let tries = 1; ; tries += 1) {
    const isLast = tries === TRIES;
    const round = await findAllLost(ports, find, isLast ? waitToRecordLost() : recordLost);
    rescued += round.rescued;
    if (round.left === 0 || isLast || signal?.aborted) return { rescued, left: round.left };
    await sleep(ports.clock, HELD_MS, signal);
  }
};

/** What somebody holds hides nothing behind it. */
const findAllLost = async (ports: Ports, find: Find, record: RecordLost): Promise<Rescue> => {
  const except: number[] = [];
  let rescued = 0;
  for (;;) {
    const found = await find(BATCH, except);
    const { lost, busy } = await record(ports, found);
    rescued += lost;
    except.push(...busy.map(({ id }) => id));
    if (found.length < BATCH || lost + busy.length === 0) return { rescued, left: except.length };
  }
};

/** Waits for the rows of one job after the other; by chance which come first, so that none is always put off. */
const waitToRecordLost = (): RecordLost => {
  let waits = 0;
  return async (ports, executions) => {
    const rows = [...new Set(executions.map(rowsOf))];
    const first = Math.floor(ports.ids.random() * rows.length);
    let lost = 0;
    const busy: Ref[] = [];
    for (const one of [...rows.slice(first), ...rows.slice(0, first)]) {
      const ofRows = executions.filter((execution) => rowsOf(execution) === one);
      const recorded = await recordLost(ports, ofRows, { waits: waits < WAITS });
      lost += recorded.lost;
      busy.push(...recorded.busy);
      if (recorded.busy.length > 0) waits += 1;
    }
    return { lost, busy };
  };
};

// The fence decides between several nodes that find the same attempt, and an owner that is alive after all.
const recordLost = async (
  ports: Ports,
  executions: ClaimedExecution[],
  how = { waits: false }
): Promise<{ lost: number; busy: Ref[] }> => {
  if (executions.length === 0) return { lost: 0, busy: [] };
  await hearTheTime(ports);
  const lost = executions.map((execution) => ({
    execution,
    end: endOf(ports, execution, {
      type: 'lost',
      at: ports.clock.now(),
      failure: WENT_AWAY,
      random: ports.ids.random(),
    }),
  }));
  const {
    stale,
    busy,
    breakers = [],
  } = await ports.store.record(
    lost.map(({ end }) => end),
    how
  );
  tellBreakers(ports, breakers);
  const left = new Set([...stale, ...busy].map(({ id }) => id));
  const recorded = lost.filter(({ end }) => !left.has(end.ref.id));
  for (const { execution, end } of recorded) {
    announce(ports, { type: 'execution.lost', ...attemptFacts(execution) });
    tell(ports, execution, end, 'recorded');
  }
  return { lost: recorded.length, busy };
};

/** A process that has just started knows its own clock only, which may be minutes off. */
const hearTheTime = async ({ clock, store }: Ports): Promise<void> => {
  const sentAt = clock.monotonic();
  clock.sample(await store.now(), sentAt, clock.monotonic());
};

const WENT_AWAY = failure('LostError', 'The server that ran the attempt went away.', 'LOST');
