import type { ServicePorts } from './ports';

/** Ready to work: the database answers, and the engine runs where it is meant to. Never throws. */
export const isReady = async ({
  store,
  engine,
  options,
}: Pick<ServicePorts, 'store' | 'engine' | 'options'>): Promise<boolean> => {
  const isMeantToRun = options.enabled && options.role !== 'off';
  if (isMeantToRun && !engine.isRunning()) return false;
  try {
    await store.ping();
    return true;
  } catch {
    return false;
  }
};
