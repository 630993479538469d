import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What the network between a node and its database does. `hold`: every byte stays where it is until it passes again, as
 * TCP sends again what was not confirmed. `forget`: besides, the connections that there are will never pass again, as
 * behind a firewall that lost its memory. `cut`: connections are closed, new ones refused.
 */
export type NetworkMode = 'pass' | 'hold' | 'forget' | 'cut';

export interface TcpProxy {
  port: number;
  set(mode: NetworkMode): void;
  /** From now on every byte takes so much longer, each way. */
  delay(ms: number): void;
  /** How many connections go through it that could be harmed. */
  open(): number;
  close(): Promise<void>;
}

interface Pipe {
  near: Socket;
  far: Socket;
  isForgotten: boolean;
  held: (() => void)[];
}

export const startProxy = async (host: string, port: number): Promise<TcpProxy> => {
  const pipes = new Set<Pipe>();
  let mode: NetworkMode = 'pass';
  let delayMs = 0;

  /** Slow bytes keep their order: what follows them when it is fast again waits behind them. */
  const forward = (pipe: Pipe, to: Socket) => {
    let lastAt = 0;
    return (chunk: Buffer) => {
      const now = performance.now();
      lastAt = Math.max(now + delayMs, lastAt);
      pass(pipe, to, chunk, lastAt - now);
    };
  };
  const pass = (pipe: Pipe, to: Socket, chunk: Buffer, afterMs: number): void => {
    const send = (): void => {
      if (!to.destroyed) to.write(chunk);
    };
    const passOn = (): void => {
      if (pipe.isForgotten) return;
      if (mode === 'pass' && pipe.held.length === 0) send();
      else pipe.held.push(send);
    };
    if (afterMs > 0) setTimeout(passOn, afterMs);
    else passOn();
  };

  const server = createServer((near) => {
    if (mode === 'cut') return near.destroy();
    const far = connect({ host, port });
    const pipe: Pipe = { near, far, isForgotten: false, held: [] };
    pipes.add(pipe);
    near.on('data', forward(pipe, far));
    far.on('data', forward(pipe, near));
    // Whoever closes tells the other side, unless the network swallows it.
    const end = (other: Socket) => () => {
      if (pipe.isForgotten || mode === 'hold' || mode === 'forget') return;
      pipes.delete(pipe);
      other.destroy();
    };
    near.on('close', end(far)).on('error', () => undefined);
    far.on('close', end(near)).on('error', () => undefined);
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const destroyAll = (): void => {
    for (const { near, far } of pipes) {
      near.destroy();
      far.destroy();
    }
    pipes.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      mode = next;
      if (next === 'cut') destroyAll();
      if (next === 'forget') for (const pipe of pipes) pipe.isForgotten = true;
      if (next !== 'pass') return;
      for (const pipe of pipes) {
        for (const send of pipe.held.splice(0)) send();
        // One side was closed while nothing passed.
        if (pipe.isForgotten) continue;
        if (pipe.near.destroyed) pipe.far.destroy();
        if (pipe.far.destroyed) pipe.near.destroy();
      }
    },
    delay: (ms) => {
      delayMs = ms;
    },
    open: () => [...pipes].filter(({ isForgotten }) => !isForgotten).length,
    close: async () => {
      destroyAll();
      server.close();
      await once(server, 'close');
    },
  };
};
