import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { endOf, type ProcessEnd } from './process-end';
import { ROOT, SITE, siteEnv } from './site-env';

/** A Strapi in a process of its own, with the packed plugin, as `strapi start` runs it in production. */
export interface SiteProcess {
  /** `http://127.0.0.1:PORT` */
  url: string;
  pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves when it is gone, for whatever reason. */
  gone: Promise<ProcessEnd>;
  /** SIGTERM, then waits for its end. Answers the exit code. */
  stop(): Promise<number | null>;
  /** Any signal; with SIGKILL it waits for the end. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
}

const STARTED = 'Strapi started successfully';

/**
 * Resolves once the site listens; rejects with its output where it ends before. `env` leads it to its database.
 * `app` is the demo site unless it is another one with an install of its own.
 */
export const startSiteProcess = async (
  env: Record<string, string>,
  app: string = SITE
): Promise<SiteProcess> => {
  const port = env['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, [strapiCommand(app), 'start'], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...siteEnv,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      ...env,
      PORT: port,
    },
  });
  const gone = endOf(child);
  const output = await started(child);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid as number,
    output,
    gone,
    stop: () => end(child, 'SIGTERM'),
    signal: async (name) => {
      if (name === 'SIGKILL') await end(child, name);
      else child.kill(name);
    },
  };
};

const strapiCommand = (app: string): string =>
  path.join(app === SITE ? ROOT : app, 'node_modules/@strapi/strapi/bin/strapi.js');

const started = (child: ChildProcess): Promise<() => string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(STARTED)) resolve(() => text);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The site ended with ${code ?? signal} before it listened:\n${text}`))
    );
  });

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
};

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
