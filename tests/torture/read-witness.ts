import { readFile } from 'node:fs/promises';

import type { WitnessEvent } from './history';

/** All whole lines of the witness file, in the order in which they were written. */
export const readWitnessFile = async (file: string): Promise<WitnessEvent[]> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as WitnessEvent & { pid?: number })
    .map(({ pid, ...event }) => ({ ...event, node: event.node ?? `pid-${pid}` }));
};
