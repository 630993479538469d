import type { ServicePorts } from './ports';

/** A database that answers later than this does not answer, for a probe. */
const PATIENCE_MS = 2_000;

type HealthPorts = Pick<ServicePorts, 'store' | 'engine' | 'options' | 'clock'>;

/** Ready to work: the database answers, and the engine runs where it is meant to. Never throws. */
export const isReady = async (ports: HealthPorts): Promise<boolean> => {
  const { enabled, role } = ports.options;
  const isMeantToRun = enabled && role !== 'off';
  if (isMeantToRun && !ports.engine.isRunning()) return false;
  return answers(ports);
};

const answers = ({ store, clock }: HealthPorts): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = clock.after(PATIENCE_MS, () => resolve(false));
    store
      .ping()
      .then(() => resolve(true))
      .catch(() => resolve(false))
      .finally(() => timer.cancel());
  });
