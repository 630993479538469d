import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived; `at` is epoch milliseconds. */
export interface WitnessedRequest {
  at: number;
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server outside the site that writes down what reaches it: what jobs say they sent is compared with this. */
export interface WitnessServer {
  /** `127.0.0.1:PORT` */
  host: string;
  requests: WitnessedRequest[];
  /** Resolves with the first request that has not been waited for yet. */
  next(): Promise<WitnessedRequest>;
  close(): Promise<void>;
}

export const startWitnessServer = async (answer = '{"received":true}'): Promise<WitnessServer> => {
  const requests: WitnessedRequest[] = [];
  const waiting: ((request: WitnessedRequest) => void)[] = [];
  let handedOut = 0;
  const handOut = (): void => {
    for (; waiting.length > 0 && handedOut < requests.length; handedOut += 1)
      waiting.shift()?.(requests[handedOut] as WitnessedRequest);
  };
  const server = createServer((request, response) => {
    const at = performance.timeOrigin + performance.now();
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ at, method, url, headers, body });
      response.setHeader('content-type', 'application/json').end(answer);
      handOut();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        handOut();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
