import { httpRequest } from '../../../server/src/templates/built-in/http-request';
import { createFetchGuard } from '../../../server/src/templates/http/guarded-fetch';
import { createRegistry } from '../../../server/src/templates/registry';
import type { WitnessServer } from '../../support/witness-server';
import { startWitness } from '../../support/witness-server';
import { aRun, someTools } from './some-tools';

const template = (allowedHosts: string[] = ['127.0.0.1']) => {
  const resolve = async (name: string) =>
    Promise.reject(
      Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
    );
  const registry = createRegistry(someTools(createFetchGuard({ allowedHosts, resolve })));
  registry.register(httpRequest);
  const found = registry.find('http-request');
  if (found === undefined) throw new Error('http-request is not registered');
  return found;
};

const run = async (parameters: Record<string, unknown>, given: Parameters<typeof aRun>[0] = {}) => {
  const http = template();
  const { context, lines } = aRun({ ...given, parameters: http.parse(parameters) });
  const outcome: { result?: unknown; error?: unknown } = await http.run(context).then(
    (result) => ({ result }),
    (error: unknown) => ({ error })
  );
  return { ...outcome, log: lines.map(({ text }) => text) };
};

let server: WitnessServer;
let answer: Parameters<typeof startWitness>[0];

beforeEach(async () => {
  answer = (_request, response) => void response.end('ok');
  server = await startWitness((request, response) => answer?.(request, response));
});
afterEach(async () => server.stop());

describe('http-request', () => {
  it('needs nothing but the URL', () => {
    expect(template().check({ url: 'https://example.com' })).toEqual({
      ok: true,
      value: {
        method: 'GET',
        secretHeaders: {},
        url: 'https://example.com',
        headers: {},
        body: null,
        expectedStatus: '2xx',
        maxResponseBytes: 1_048_576,
      },
    });
  });

  it('needs the right to send requests', () => {
    expect(template().requires({})).toEqual([
      { action: 'plugin::job-scheduler.http-use', subject: null },
    ]);
  });

  it('sends one request with what identifies its occurrence', async () => {
    const { result } = await run(
      { url: `${server.url}/hook?a=1` },
      { occurrenceId: 'abc', attempt: 2, dueAt: '2026-03-01T09:00:00.000Z' }
    );
    expect(server.requests).toEqual([
      {
        at: expect.any(Number),
        method: 'GET',
        url: '/hook?a=1',
        body: '',
        headers: expect.objectContaining({
          'idempotency-key': 'abc',
          'x-job-attempt': '2',
          'x-job-scheduled-for': '2026-03-01T09:00:00.000Z',
        }),
      },
    ]);
    expect(result).toMatchObject({ status: 200, bytes: 2, body: 'ok' });
  });

  it.each([
    [{ a: '問' }, '{"a":"問"}', 'application/json; charset=utf-8'],
    [[1], '[1]', 'application/json; charset=utf-8'],
    ['plain', 'plain', 'text/plain; charset=utf-8'],
    ['', '', 'text/plain; charset=utf-8'],
  ])('sends the body %j as %j', async (body, sent, type) => {
    await run({ url: server.url, method: 'POST', body });
    expect(server.requests).toMatchObject([{ body: sent, headers: { 'content-type': type } }]);
  });

  it('leaves the content type to who names one', async () => {
    await run({
      url: server.url,
      method: 'PUT',
      body: '<a/>',
      headers: { 'content-TYPE': 'text/xml' },
    });
    expect(server.requests).toMatchObject([{ headers: { 'content-type': 'text/xml' } }]);
  });

  it('logs the request, the status and how the answer begins', async () => {
    answer = (_request, response) => void response.writeHead(201).end('made');
    const { log } = await run({
      url: `${server.url}/a?token=hunter2`,
      headers: { Authorization: 'hunter2' },
    });
    expect(log).toEqual([`GET ${server.url}/a?token=***`, '201 Created, 4 bytes in 0 ms', 'made']);
    expect(server.requests).toMatchObject([
      { url: '/a?token=hunter2', headers: { authorization: 'hunter2' } },
    ]);
  });

  it('keeps safe headers of the answer only', async () => {
    answer = (_request, response) =>
      void response.writeHead(200, { 'set-cookie': 'a=secret', etag: '"1"' }).end('ok');
    const { result } = await run({ url: server.url });
    expect(Object.keys((result as { headers: object }).headers)).toEqual(['date', 'etag']);
  });

  it('says that an answer is not text, and keeps none of it', async () => {
    answer = (_request, response) => void response.end(Buffer.from([0xff, 0, 1]));
    const { result, log } = await run({ url: server.url });
    expect(result).toMatchObject({ bytes: 3, body: null });
    expect(log.at(-1)).toBe('The answer is not text.');
  });

  it('cuts a long answer between characters', async () => {
    answer = (_request, response) => void response.end(`x${'問'.repeat(2000)}`);
    const { result, log } = await run({ url: server.url });
    expect((result as { body: string }).body).toBe(`x${'問'.repeat(1333)}`);
    expect(log.at(-1)).toBe(`x${'問'.repeat(333)}`);
  });

  it.each([
    [503, 'HTTP_503', 'The server answered 503 Service Unavailable; expected was 2xx'],
    [404, 'HTTP_404', 'The server answered 404 Not Found; expected was 2xx'],
    [
      302,
      'HTTP_302',
      'The server answered 302 Found; redirects are not followed, and expected was 2xx',
    ],
  ])('fails on %d with %s', async (status, code, message) => {
    answer = (_request, response) => void response.writeHead(status).end('why');
    const { error, log } = await run({ url: server.url });
    expect(error).toMatchObject({ name: 'JobFailure', message, code, httpStatus: status });
    expect(log.at(-1)).toBe('why');
  });

  it.each([
    ['404', 404, true],
    ['2xx', 299, true],
    ['2xx', 300, false],
    ['200-204', 204, true],
    ['200-204', 205, false],
    ['301,302, 5xx', 503, true],
    ['301,302', 303, false],
  ])('with the expected status %s takes %d: %s', async (expectedStatus, status, taken) => {
    answer = (_request, response) => void response.writeHead(status).end();
    const { error } = await run({ url: server.url, expectedStatus });
    expect(error === undefined).toBe(taken);
  });

  it('fails with a code where nobody listens', async () => {
    const { url } = server;
    await server.stop();
    await expect(run({ url })).resolves.toMatchObject({ error: { code: 'ECONNREFUSED' } });
    server = await startWitness();
  });

  it('fails for good where the host may not be reached', async () => {
    const http = template([]);
    const { context } = aRun({ parameters: http.parse({ url: server.url }) });
    await expect(http.run(context)).rejects.toMatchObject({
      code: 'HOST_REFUSED',
      retryable: false,
    });
    expect(server.requests).toEqual([]);
  });

  it('fails where the answer is longer than allowed', async () => {
    const { error } = await run({ url: server.url, maxResponseBytes: 1 });
    expect(error).toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
  });

  it('stops with its attempt', async () => {
    const controller = new AbortController();
    answer = () => controller.abort(new Error('timeout'));
    const { error } = await run({ url: server.url }, { signal: controller.signal });
    expect(error).toEqual(new Error('timeout'));
  });

  it.each([
    [{ url: 'file:///etc/passwd' }, ['url']],
    [{ method: 'get' }, ['method']],
    [{ method: 'CONNECT' }, ['method']],
    [{ method: 'GET', body: {} }, ['body']],
    [{ headers: { Host: 'internal' } }, ['headers', 'Host']],
    [{ headers: { 'idempotency-key': 'x' } }, ['headers', 'idempotency-key']],
    [{ headers: { 'X-Job-Attempt': '1' } }, ['headers', 'X-Job-Attempt']],
    [{ headers: { 'X-A': '問' } }, ['headers', 'X-A']],
    [{ headers: { 'X-A': 'b\r\nc' } }, ['headers', 'X-A']],
    [{ expectedStatus: 'ok' }, ['expectedStatus']],
    [{ expectedStatus: 200 }, ['expectedStatus']],
    [{ maxResponseBytes: 0 }, ['maxResponseBytes']],
    [{ maxResponseBytes: 1e9 }, ['maxResponseBytes']],
    [{ followRedirects: true }, ['followRedirects']],
  ])('refuses %j', (given, path) => {
    expect(template().check({ url: 'https://example.com', ...given })).toMatchObject({
      ok: false,
      errors: [{ path: ['parameters', ...path] }],
    });
  });

  it('refuses to go without a URL', () => {
    expect(template().check({})).toMatchObject({
      ok: false,
      errors: [{ path: ['parameters', 'url'], message: 'is required' }],
    });
  });
});

describe('a dry run of http-request', () => {
  const preview = async (parameters: Record<string, unknown>, language: 'en' | 'zh' = 'en') => {
    const http = template();
    return http.preview(http.parse(parameters), language);
  };

  it('shows the request with secrets masked, and sends nothing', async () => {
    const shown = await preview({
      url: `${server.url}/a?api_key=hunter2&b=c`,
      method: 'POST',
      headers: { Authorization: 'Bearer hunter2', 'X-Api-Key': 'hunter2', Author: 'Ada' },
      body: { password: 'hunter2', nested: [{ accessToken: 'hunter2', author: 'Ada' }] },
    });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(shown).toEqual({
      summary: `It would send POST ${server.url}/a?api_key=***&b=c.`,
      request: {
        method: 'POST',
        url: `${server.url}/a?api_key=***&b=c`,
        headers: {
          'User-Agent': 'strapi-plugin-job-scheduler',
          'Content-Type': 'application/json; charset=utf-8',
          Authorization: '***',
          'X-Api-Key': '***',
          Author: 'Ada',
        },
        body: { password: '***', nested: [{ accessToken: '***', author: 'Ada' }] },
      },
    });
    expect(server.requests).toEqual([]);
  });

  it('speaks Chinese', async () => {
    await expect(preview({ url: server.url }, 'zh')).resolves.toMatchObject({
      summary: `會向 ${server.url}/ 發出 GET 請求。`,
    });
  });

  it('says that a host cannot be found now', async () => {
    await expect(preview({ url: 'https://nowhere.test/' })).resolves.toMatchObject({
      summary:
        'It would send GET https://nowhere.test/. At the moment the host cannot be found (ENOTFOUND).',
    });
  });

  it('refuses a host that may not be reached', async () => {
    await expect(preview({ url: 'http://10.0.0.1/' })).rejects.toMatchObject({
      code: 'HOST_REFUSED',
    });
  });
});
