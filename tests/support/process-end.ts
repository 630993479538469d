import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** How a process ended, and when it was noticed (epoch milliseconds). */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  at: number;
}

export const endOf = async (child: ChildProcess): Promise<ProcessEnd> => {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { code, signal, at: Date.now() };
};
