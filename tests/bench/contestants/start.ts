import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { peerNode } from '../install-peers.cjs';

/** An engine in a process of its own. */
export interface Contestant {
  pid: number;
  /** Asks it to do something; rejects where it fails or ends. */
  ask<Answer>(command: string, given?: unknown): Promise<Answer>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Closes it and waits for its end. */
  close(): Promise<void>;
}

interface Reply {
  id: number;
  value?: unknown;
  error?: string;
}

/** `ours` runs on the Node at hand, as Strapi does; the others on the one that was installed for them. */
export const startContestant = async (module: string, settings: object): Promise<Contestant> => {
  const args = [path.join(__dirname, `${module}.ts`), JSON.stringify(settings)];
  const child = fork(path.join(__dirname, 'serve.cjs'), args, {
    execPath: module === 'ours' ? process.execPath : peerNode(),
    // Only JSON goes to stdout, and only from the report.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  const ended = once(child, 'exit');
  void ended.then(() => {
    for (const [id, settle] of waiting) settle({ id, error: `${module} ended` });
  });
  let asked = 0;
  const ask = <Answer>(command: string, given: unknown = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = (asked += 1);
      waiting.set(id, ({ value, error }) =>
        error === undefined ? resolve(value as Answer) : reject(new Error(error))
      );
      child.send({ id, command, given }, (error) => {
        if (error) reject(error);
      });
    });
  const contestant: Contestant = {
    pid: child.pid ?? 0,
    ask,
    signal: (name) => void child.kill(name),
    close: async () => {
      await ask('close').catch(() => undefined);
      child.kill('SIGKILL');
      await ended;
    },
  };
  try {
    await contestant.ask('ready');
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw error;
  }
  return contestant;
};
