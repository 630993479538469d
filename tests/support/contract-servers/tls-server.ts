import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { generate } from 'selfsigned';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What is answered: a JSON body with a status, or something that is done to the connection. */
export type Answer =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { raw: string; status: number }
  | 'cut'
  | 'drip'
  | 'silence';

export interface TlsServer {
  url: string;
  port: number;
  /** PEM of the certificate that signed the server's own. */
  ca: string;
  asked: Asked[];
  stop(): Promise<void>;
}

/** A server on a port of its own, over TLS with a certificate made for it. */
export const startTlsServer = async (answer: (asked: Asked) => Answer): Promise<TlsServer> => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const asked: Asked[] = [];
  const sockets = new Set<Duplex>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = await read(request);
    asked.push(one);
    respond(response, answer(one));
  };
  const server = createServer({ key, cert }, (request, response) => {
    void handle(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    ca: cert,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

const read = async (request: IncomingMessage): Promise<Asked> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://127.0.0.1');
  return {
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

const respond = (response: ServerResponse, answer: Answer): void => {
  if (answer === 'silence') return;
  if (answer === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data":', () => response.socket?.destroy());
    return;
  }
  if (answer === 'drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(drip));
    return;
  }
  const headers = 'headers' in answer ? answer.headers : {};
  response.writeHead(answer.status, { 'content-type': 'application/json', ...headers });
  response.end('raw' in answer ? answer.raw : JSON.stringify(answer.body ?? {}));
};
