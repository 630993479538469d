import { spawn } from 'node:child_process';
import path from 'node:path';

import { endOf, type ProcessEnd } from '../../support/process-end';
import type { NodePlan } from './run-node';

/** An engine in a process of its own. */
export interface NodeProcess {
  id: string;
  pid: number;
  /** Resolves when its engine has started, or it is gone. */
  started: Promise<unknown>;
  /** Resolves when it is gone. */
  gone: Promise<ProcessEnd>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  /** What it printed. */
  output(): string;
}

export const spawnNode = (plan: NodePlan): NodeProcess => {
  const preload = path.join(__dirname, 'shift-clock.cjs');
  const child = spawn(
    process.execPath,
    ['-r', preload, path.join(__dirname, 'run-node.cjs'), JSON.stringify(plan)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TORTURE_SHIFT_MS: String(plan.shiftMs ?? 0),
        ...(plan.processZone === undefined ? {} : { TZ: plan.processZone }),
      },
    }
  );
  let text = '';
  let tellStarted: () => void = () => undefined;
  const saysSo = new Promise<void>((resolve) => (tellStarted = resolve));
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes('started')) tellStarted();
  });
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const gone = endOf(child);
  return {
    id: plan.id,
    pid: child.pid ?? 0,
    started: Promise.race([saysSo, gone]),
    gone,
    signal: (name) => void child.kill(name),
    output: () => text,
  };
};
