import type { Clock, Timer } from '../../server/src/engine/ports';
import type { VirtualClock } from './virtual-clock';

type ProcessState = 'running' | 'halted' | 'killed';

/** A process on the shared clock: it can stand still while others go on, and it can be killed. */
export interface Process {
  clock: Clock;
  /** SIGSTOP: none of its timers come. */
  halt(): void;
  /** SIGCONT: those that are overdue come at once. */
  goOn(): void;
  /** SIGKILL: none of its timers will ever come. */
  kill(): void;
  state(): ProcessState;
}

export const createProcess = (shared: VirtualClock): Process => {
  let state: ProcessState = 'running';
  let overdue: (() => void)[] = [];
  const set = new Set<Timer>();

  const after: Clock['after'] = (ms, call) => {
    if (state === 'killed') return { cancel: () => undefined };
    let cancelled = false;
    const timer = shared.after(ms, () => {
      set.delete(timer);
      const fire = (): void => (cancelled ? undefined : call());
      if (state === 'running') fire();
      else overdue.push(fire);
    });
    set.add(timer);
    return {
      cancel: () => {
        cancelled = true;
        set.delete(timer);
        timer.cancel();
      },
    };
  };

  return {
    clock: { ...shared, after },
    halt: () => {
      if (state === 'running') state = 'halted';
    },
    goOn: () => {
      if (state !== 'halted') return;
      state = 'running';
      for (const fire of overdue.splice(0)) fire();
    },
    kill: () => {
      state = 'killed';
      overdue = [];
      for (const timer of set) timer.cancel();
    },
    state: () => state,
  };
};
