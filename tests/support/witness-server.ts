import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WitnessedRequest {
  /** Epoch milliseconds of its arrival. */
  at: number;
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An HTTP server outside the site that remembers what it was asked: what jobs say they sent is compared with it. */
export interface WitnessServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  requests: WitnessedRequest[];
  /** Resolves with the request that comes (or came) after those that `next` answered already. */
  next(): Promise<WitnessedRequest>;
  stop(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const ok: Answer = (_request, response) => void response.end('ok');

/** Starts one on a free port, or the given one, of an address of this machine. */
export const startWitness = async (
  answer: Answer = ok,
  { host = '127.0.0.1', port = 0 } = {}
): Promise<WitnessServer> => {
  const requests: WitnessedRequest[] = [];
  const waiting: ((request: WitnessedRequest) => void)[] = [];
  let answered = 0;
  const handOut = (): void => {
    while (waiting.length > 0 && answered < requests.length)
      waiting.shift()?.(requests[answered++] as WitnessedRequest);
  };
  const server = createServer((request, response) => {
    const at = Date.now();
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ at, method, url, headers, body });
      answer(request, response);
      handOut();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    requests,
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        handOut();
      }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
