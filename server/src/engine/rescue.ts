import { failure } from '../domain/failure';
import type { RunningAttempt } from './attempt';
import { announce, attemptFacts } from './events';
import type { ClaimedExecution, Ports } from './ports';
import { endOf, tell, tellBreakers } from './record';

const BATCH = 100;

/** Finds attempts whose lease ended, here or elsewhere, as lost. `own` is what this process still runs. */
export const rescueExpired = async (ports: Ports, own: RunningAttempt[]): Promise<number> => {
  const except = own.map(({ execution }) => execution.ref.id);
  let rescued = 0;
  for (;;) {
    const expired = await ports.store.findExpired({ limit: BATCH, except });
    const lost = await recordLost(ports, expired);
    rescued += lost;
    if (expired.length < BATCH || lost === 0) return rescued;
  }
};

/** After a crash of this machine's processes: what they ran is lost at once, without waiting for its lease. */
export const rescueDead = async (ports: Ports): Promise<number> => {
  const others = await ports.store.findNodesOf(ports.node.host);
  const dead = others
    .filter((other) => other.id !== ports.node.id && !ports.isAlive(other))
    .map(({ id }) => id);
  if (dead.length === 0) return 0;
  let rescued = 0;
  for (;;) {
    const orphans = await ports.store.findRunningOf(dead, BATCH);
    const lost = await recordLost(ports, orphans);
    rescued += lost;
    if (orphans.length < BATCH || lost === 0) break;
  }
  await ports.store.removeNodes(dead);
  return rescued;
};

// The fence decides between several nodes that find the same attempt, and an owner that is alive after all.
const recordLost = async (ports: Ports, executions: ClaimedExecution[]): Promise<number> => {
  if (executions.length === 0) return 0;
  const lost = executions.map((execution) => ({
    execution,
    end: endOf(ports, execution, {
      type: 'lost',
      at: ports.clock.now(),
      failure: WENT_AWAY,
      random: ports.ids.random(),
    }),
  }));
  const { stale, breakers = [] } = await ports.store.record(lost.map(({ end }) => end));
  tellBreakers(ports, breakers);
  const staleIds = new Set(stale.map(({ id }) => id));
  const recorded = lost.filter(({ end }) => !staleIds.has(end.ref.id));
  for (const { execution, end } of recorded) {
    announce(ports, { type: 'execution.lost', ...attemptFacts(execution) });
    tell(ports, execution, end, 'recorded');
  }
  return recorded.length;
};

const WENT_AWAY = failure('LostError', 'The server that ran the attempt went away.', 'LOST');
