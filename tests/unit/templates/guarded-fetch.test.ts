import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { isPublicAddress } from '../../../server/src/templates/http/addresses';
import type { Address } from '../../../server/src/templates/http/destination';
import { createFetchGuard } from '../../../server/src/templates/http/guarded-fetch';
import type { WitnessServer } from '../../support/witness-server';
import { startWitness } from '../../support/witness-server';

const PUBLIC: Address = { address: '93.184.215.14', family: 4 };
const LOOPBACK: Address = { address: '127.0.0.1', family: 4 };

/** A resolver that knows a few names, and answers one after the other where a name has several answers. */
const names = (known: Record<string, Address[][]>) => {
  const asked: string[] = [];
  const resolve = async (name: string): Promise<Address[]> => {
    const answers = known[name] ?? [];
    const answer =
      answers[Math.min(asked.filter((one) => one === name).length, answers.length - 1)];
    asked.push(name);
    if (answer === undefined)
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    return answer;
  };
  return { asked, resolve };
};

let canary: WitnessServer;
const others: WitnessServer[] = [];
const started = async (...wanted: Parameters<typeof startWitness>) => {
  const server = await startWitness(...wanted);
  others.push(server);
  return server;
};

beforeAll(async () => {
  canary = await startWitness();
});
afterEach(async () => {
  await Promise.all(others.splice(0).map(async (server) => server.stop()));
});
afterAll(async () => canary.stop());

describe('a guarded fetch', () => {
  describe.each([
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '017700000001',
    '0177.0.0.1',
    '①②⑦.⓪.⓪.①',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::1]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[ff02::1]',
    '[fec0::1]',
    '[4000::1]',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    'localhost',
    'localhost.',
    'ⓛocalhost',
    'LOCALHOST',
    'metadata.google.internal',
    'both.test',
  ])('asked for %s', (host) => {
    const { resolve } = names({
      localhost: [[{ address: '::1', family: 6 }, LOOPBACK]],
      'localhost.': [[LOOPBACK]],
      'metadata.google.internal': [[{ address: '169.254.169.254', family: 4 }]],
      'both.test': [[PUBLIC, LOOPBACK]],
    });
    const { fetch, checkUrl } = createFetchGuard({ allowedHosts: [], resolve });

    it('refuses it before anything is sent', async () => {
      const url = `http://${host}:${canary.port}/`;
      const refused = { code: 'HOST_REFUSED', retryable: false };
      await expect(checkUrl(url)).rejects.toMatchObject(refused);
      await expect(fetch(url)).rejects.toMatchObject(refused);
      expect(canary.requests).toEqual([]);
    });
  });

  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'data:text/plain,x',
    'ftp://example.com/',
    'unix:/var/run/docker.sock',
    'javascript:alert(1)',
    'http://user@example.com/',
    'http://user:password@example.com/',
    'http://',
    '/relative',
    '',
  ])('refuses the URL %j', async (url) => {
    const { fetch } = createFetchGuard({ allowedHosts: ['127.0.0.1', 'example.com'] });
    await expect(fetch(url)).rejects.toMatchObject({ code: 'URL_REFUSED', retryable: false });
  });

  it('connects to the address that was checked, whatever the name means a moment later', async () => {
    const checked = await started(undefined, { host: '127.0.0.2', port: canary.port });
    const { asked, resolve } = names({
      'rebinding.test': [[{ address: '127.0.0.2', family: 4 }], [LOOPBACK]],
    });
    const { fetch } = createFetchGuard({ allowedHosts: ['rebinding.test'], resolve });
    await fetch(`http://rebinding.test:${canary.port}/`);
    expect(checked.requests).toMatchObject([
      { headers: { host: `rebinding.test:${canary.port}` } },
    ]);
    expect(asked).toEqual(['rebinding.test']);
    expect(canary.requests).toEqual([]);
  });

  it('checks a name anew for every request', async () => {
    const server = await started();
    const { resolve } = names({ 'moving.test': [[LOOPBACK], []] });
    const { fetch } = createFetchGuard({ allowedHosts: ['moving.test'], resolve });
    await fetch(`http://moving.test:${server.port}/`);
    await expect(fetch(`http://moving.test:${server.port}/`)).rejects.toMatchObject({
      code: 'ENOTFOUND',
      retryable: true,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('takes the next checked address where the first does not answer', async () => {
    const server = await started();
    const { resolve } = names({ 'two.test': [[{ address: '127.0.0.9', family: 4 }, LOOPBACK]] });
    const { fetch } = createFetchGuard({ allowedHosts: ['two.test'], resolve });
    await expect(fetch(`http://two.test:${server.port}/`)).resolves.toMatchObject({ status: 200 });
  });

  it.each([301, 302, 303, 307, 308])(
    'hands a redirect (%d) over and does not follow it',
    async (status) => {
      const server = await started((_request, response) => {
        response.writeHead(status, { location: `${canary.url}/secret` }).end();
      });
      const { fetch } = createFetchGuard({ allowedHosts: [`127.0.0.1:${server.port}`] });
      const answer = await fetch(server.url, { headers: { Authorization: 'Bearer x' } });
      expect(answer.status).toBe(status);
      expect(answer.headers['location']).toBe(`${canary.url}/secret`);
      expect(canary.requests).toEqual([]);
    }
  );

  it('pays no heed to proxy variables', async () => {
    const server = await started();
    const before = { ...process.env };
    Object.assign(process.env, {
      HTTP_PROXY: canary.url,
      http_proxy: canary.url,
      ALL_PROXY: canary.url,
    });
    try {
      const { fetch } = createFetchGuard({ allowedHosts: ['127.0.0.1'] });
      await fetch(server.url);
    } finally {
      process.env = before;
    }
    expect(server.requests).toHaveLength(1);
    expect(canary.requests).toEqual([]);
  });

  it('names the host to the TLS server, not the address', async () => {
    const hellos: Buffer[] = [];
    const server = createServer((socket) =>
      socket.once('data', (hello) => {
        hellos.push(hello);
        socket.destroy();
      })
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { resolve } = names({ 'secure.test': [[LOOPBACK]] });
    const { fetch } = createFetchGuard({ allowedHosts: ['secure.test'], resolve });
    const { port } = server.address() as AddressInfo;
    await expect(fetch(`https://secure.test:${port}/`)).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(hellos[0]?.includes('secure.test')).toBe(true);
    server.close();
  });
});

describe('allowed hosts', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.1', true],
    ['127.0.0.1:PORT', '127.0.0.1', true],
    ['127.0.0.1:1', '127.0.0.1', false],
    ['localhost', '127.0.0.1', false],
    ['LocalHost:PORT', 'localhost', true],
    ['127.0.0.1', 'localhost', false],
    ['[::1]', '127.0.0.1', false],
  ])('%s: %s is reached: %s', async (entry, host, reached) => {
    const server = await started();
    const { resolve } = names({ localhost: [[LOOPBACK]] });
    const allowedHosts = [entry.replace('PORT', String(server.port))];
    const { fetch } = createFetchGuard({ allowedHosts, resolve });
    const answer = fetch(`http://${host}:${server.port}/`);
    const outcome = answer.then(
      ({ status }) => status,
      ({ code }: { code: string }) => code
    );
    await expect(outcome).resolves.toBe(reached ? 200 : 'HOST_REFUSED');
    expect(server.requests).toHaveLength(reached ? 1 : 0);
  });

  it('takes the port of the scheme where the URL names none', async () => {
    const { checkUrl } = createFetchGuard({ allowedHosts: ['127.0.0.1:443', '10.0.0.1:80'] });
    await expect(checkUrl('https://127.0.0.1/')).resolves.toBeUndefined();
    await expect(checkUrl('http://127.0.0.1/')).rejects.toMatchObject({ code: 'HOST_REFUSED' });
    await expect(checkUrl('http://10.0.0.1/')).resolves.toBeUndefined();
  });
});

describe('a request', () => {
  const { fetch } = createFetchGuard({ allowedHosts: ['127.0.0.1'] });

  it('arrives with its method, path, headers and body, once', async () => {
    const server = await started((_request, response) => {
      response.setHeader('X-Twice', ['a', 'b']);
      response.end(Buffer.from([0, 255, 10]));
    });
    const answer = await fetch(`${server.url}/a%20b?c=d#e`, {
      method: 'POST',
      headers: { 'X-Own': 'value' },
      body: 'körper',
    });
    expect(server.requests).toMatchObject([
      { method: 'POST', url: '/a%20b?c=d', headers: { 'x-own': 'value' }, body: 'körper' },
    ]);
    expect(answer).toMatchObject({ status: 200, headers: { 'x-twice': 'a, b' } });
    expect([...answer.body]).toEqual([0, 255, 10]);
  });

  it('ends at the first byte beyond its limit, even where the answer has no end', async () => {
    const ended = new Promise<void>((resolve) => {
      void started((_request, response) => {
        response.on('close', resolve);
        const more = (): void => void response.write(Buffer.alloc(65_536), more);
        more();
      }).then((server) => endless(server.url));
    });
    let endless: (url: string) => void = () => undefined;
    const failure = new Promise((resolve) => {
      endless = (url) => void fetch(url, { maxResponseBytes: 100_000 }).catch(resolve);
    });
    await expect(failure).resolves.toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
    await ended;
  });

  it('does not read an answer that says it is too long', async () => {
    const server = await started((_request, response) => {
      response.writeHead(200, { 'content-length': '11' }).write('0123456789');
    });
    await expect(fetch(server.url, { maxResponseBytes: 10 })).rejects.toMatchObject({
      code: 'RESPONSE_TOO_LARGE',
    });
  });

  it('takes an answer of exactly its limit', async () => {
    const server = await started((_request, response) => void response.end('0123456789'));
    const { body } = await fetch(server.url, { maxResponseBytes: 10 });
    expect(body.toString()).toBe('0123456789');
  });

  it('ends with the reason of its signal while it waits for an answer', async () => {
    const controller = new AbortController();
    const server = await started(() => controller.abort(new Error('timeout')));
    await expect(fetch(server.url, { signal: controller.signal })).rejects.toThrow('timeout');
    await expect(fetch(server.url, { signal: controller.signal })).rejects.toThrow('timeout');
    expect(server.requests).toHaveLength(1);
  });

  it('ends with the reason of its signal in the middle of an answer', async () => {
    const controller = new AbortController();
    const server = await started((_request, response) => {
      response.write('begin', () => setImmediate(() => controller.abort(new Error('cancelled'))));
    });
    await expect(fetch(server.url, { signal: controller.signal })).rejects.toThrow('cancelled');
  });

  it('ends with the reason of its signal while its name is looked up', async () => {
    const controller = new AbortController();
    const slow = createFetchGuard({
      allowedHosts: [],
      resolve: async () => {
        controller.abort(new Error('cancelled'));
        return new Promise(() => undefined);
      },
    });
    const request = slow.fetch('http://slow.test/', { signal: controller.signal });
    await expect(request).rejects.toThrow('cancelled');
  });

  it('says that nobody listens', async () => {
    const server = await started();
    await server.stop();
    others.splice(0);
    await expect(fetch(server.url)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      retryable: true,
    });
  });

  it('says that the other side hung up', async () => {
    const server = await started((request) => request.socket.destroy());
    await expect(fetch(server.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [{ Host: 'internal' }],
    [{ 'Transfer-Encoding': 'chunked' }],
    [{ 'Content-Length': '1' }],
    [{ Connection: 'upgrade' }],
    [{ 'Proxy-Authorization': 'Basic x' }],
    [{ 'X-A': 'b\r\nX-Injected: 1' }],
    [{ 'X A': 'b' }],
    [{ 'X-Ü': 'b' }],
    [{ 'X-A': '問' }],
  ])('is refused with the headers %j', async (headers) => {
    const server = await started();
    await expect(
      fetch(server.url, { headers: headers as unknown as Record<string, string> })
    ).rejects.toMatchObject({
      code: 'REQUEST_REFUSED',
      retryable: false,
    });
    expect(server.requests).toEqual([]);
  });

  it('is refused with a method that opens a tunnel', async () => {
    await expect(fetch(canary.url, { method: 'CONNECT' as 'GET' })).rejects.toMatchObject({
      code: 'REQUEST_REFUSED',
    });
    expect(canary.requests).toEqual([]);
  });
});

it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
  'the public address %s may be reached',
  (address) => expect(isPublicAddress(address)).toBe(true)
);

it('what is no address is not public', () => expect(isPublicAddress('example.com')).toBe(false));
