import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { aCalendarBody } from '../support/calendar-bodies';
import { dumpDatabase } from '../support/dump-database';
import { eventually } from '../support/eventually';
import { createScriptWorld } from '../support/script-world';
import type { ScriptWorld } from '../support/script-world';

/** One line with characters that each encoding turns into others, and a value of two lines. */
const CANARY = 'canary<&"7f3a+ß/é>=%20\\end';
/** Nobody else's: the same test runs on another database at the same time, and looks at every process. */
const FIRST_LINE = `canary-first-line-${process.pid}`;
const LINES = `${FIRST_LINE}\ncanary-second-line-4567`;

/** What Python's json.dumps makes of it. */
const asciiJson = (value: string): string =>
  JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\0-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const encodings = (value: string): string[] => [
  value,
  JSON.stringify(value).slice(1, -1),
  asciiJson(value),
  encodeURIComponent(value),
  Buffer.from(value).toString('hex'),
  Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2),
  Buffer.from(value).toString('base64url').replace(/=+$/, '').slice(0, -2),
];
/** What must be found nowhere: whole forms of each line, and their unmistakable beginnings. */
const TRACES = [
  ...encodings(CANARY),
  ...LINES.split('\n').flatMap(encodings),
  'canary<&',
  'canary-f',
];

let world: ScriptWorld;
const artifacts = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
const received: string[] = [];
const printed: string[] = [];
const server = createServer((request, response) => {
  received.push(Buffer.from(String(request.headers['x-token']), 'latin1').toString());
  response.statusCode = request.url === '/broken' ? 500 : 200;
  response.end(`you said ${String(request.headers['x-token'])}`);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  world = await createScriptWorld({
    JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: `127.0.0.1:${port}`,
    JOB_SCHEDULER_ARTIFACTS_DIR: artifacts,
  });
  for (const level of ['debug', 'http', 'info', 'warn', 'error'] as const)
    jest.spyOn(world.site.strapi.log, level).mockImplementation(((line: unknown) => {
      printed.push(String(line));
    }) as never);
  await world.call('superAdmin', 'POST', '/secrets', { name: 'odd', value: CANARY });
  await world.call('superAdmin', 'POST', '/secrets', { name: 'lines', value: LINES });
  await world.call('superAdmin', 'POST', '/secrets', { name: 'header', value: 'canary-f-header' });
  await world.call('superAdmin', 'POST', '/calendars', aCalendarBody());
}, 120_000);
afterAll(async () => {
  await world?.stop();
  delete process.env['JOB_SCHEDULER_ARTIFACTS_DIR'];
  rmSync(artifacts, { recursive: true, force: true });
  server.close();
});

/** Prints its secrets in every way it knows, waits to be looked at, and fails where it is told to. */
const LEAKY = `
import base64, json, os, sys, time, urllib.parse, html
values = [os.environ["PARAM_ODD"], os.environ["PARAM_LINES"]]
for value in values:
    forms = [value, json.dumps(value), json.dumps(value, ensure_ascii=False), urllib.parse.quote(value, safe=""),
             urllib.parse.quote_plus(value), html.escape(value), value.encode().hex(),
             base64.b64encode(value.encode()).decode(), base64.b64encode(b"x" + value.encode()).decode(),
             base64.urlsafe_b64encode(b"xy" + value.encode()).decode()]
    for form in forms:
        print(form)
        print("in the middle of " + form + " a line", file=sys.stderr)
    for character in value:
        sys.stdout.write(character)
        sys.stdout.flush()
    print()
    with open(os.environ["JOB_PROGRESS_FILE"], "w") as file:
        json.dump({"percent": 40, "message": "at " + value[:900]}, file)
    with open(os.environ["JOB_RESULT_FILE"], "w") as file:
        json.dump({"text": value, value: 1, "list": forms}, file)
    with open(os.path.join(os.environ["JOB_ARTIFACTS_DIR"], value.encode().hex() + ".txt"), "w") as file:
        file.write("nothing")
print("ready", flush=True)
while not os.path.exists(sys.argv[1]):
    time.sleep(0.02)
sys.exit(int(sys.argv[2]))
`;

/** The pids of this host in whose environment the value stands. */
const holders = (value: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(value);
      } catch {
        return false;
      }
    });
const commandLinesWith = (value: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(value) ? [line] : [];
      } catch {
        return [];
      }
    });
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

const ask = (route: string) => {
  const actor = route.startsWith('/api/') ? 'fullToken' : 'superAdmin';
  return world.call(actor, 'GET', route.replace(/^\/job-scheduler/, ''));
};

/** What stands before a parameter lists what may stand in its place. */
const pathsOf = async (route: string): Promise<string[]> => {
  const [before, ...parameters] = route.split(/\/:/);
  if (before === undefined || parameters.length === 0) return [route];
  const listed = (await ask(before)).body.data as { documentId?: string; uid?: string }[];
  const paths = listed.map(({ documentId, uid }) =>
    pathsOf(route.replace(/:\w+/, documentId ?? uid ?? ''))
  );
  return (await Promise.all(paths)).flat();
};

/** Every GET of both faces, of each thing that there is. */
const everyAnswer = async (): Promise<string[]> => {
  const routes = world.site.strapi.server
    .listRoutes()
    .filter(({ methods }) => (methods as string[]).includes('GET'))
    .map(({ path: route }) => String(route))
    .filter((route) => /^(\/api)?\/job-scheduler\//.test(route));
  expect(routes.length).toBeGreaterThan(20);
  const answers: string[] = [];
  for (const route of routes) {
    const paths = await pathsOf(route);
    expect([route, paths.length]).not.toEqual([route, 0]);
    for (const one of paths) {
      const query = one.endsWith('/ledger') ? '?at=2026-01-01T00:00:00Z' : '';
      const { status, text, headers } = await ask(`${one}${query}`);
      expect([one, status]).toEqual([one, 200]);
      answers.push(JSON.stringify(headers), text);
    }
  }
  return answers;
};

it('a secret is found where it was sent, and nowhere else', async () => {
  const { port } = server.address() as AddressInfo;
  const script = await world.approved('leaky.py', LEAKY);
  const flag = path.join(world.directory, '.go-on');
  const secrets = { PARAM_ODD: 'odd', PARAM_LINES: 'lines' };
  const polled: string[] = [];
  let seenByScript = 0;
  for (const exit of ['0', '3']) {
    const job = await world.create(
      world.aJob(script, { args: [`${flag}-${exit}`, exit], secrets })
    );
    const started = await world.call('superAdmin', 'POST', `/jobs/${job}/run`);
    const { documentId } = started.body.data;
    const log = async () => {
      const { text } = await world.call(
        'superAdmin',
        'GET',
        `/executions/${documentId}/logs?limit=1000`
      );
      polled.push(text);
      return text;
    };
    await eventually(log, (text) => text.includes('"ready"'));

    // The positive control: the script and its supervisor's wards hold it, no other process and no command line does.
    const pids = holders(FIRST_LINE);
    expect(pids.length).toBeGreaterThan(0);
    expect(pids.map(commandOf).filter((line) => !line.includes('leaky.py'))).toEqual([]);
    expect(commandLinesWith(FIRST_LINE)).toEqual([]);
    seenByScript += 1;

    world.write(`.go-on-${exit}`, '');
    const read = async () =>
      (await world.call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
    const ended = await eventually(read, ({ finishedAt }) => finishedAt !== null);
    expect(ended.status).toBe(exit === '0' ? 'succeeded' : 'failed');
  }
  expect(seenByScript).toBe(2);
  expect(holders(FIRST_LINE)).toEqual([]);

  for (const route of ['/ok', '/broken']) {
    const url = `http://127.0.0.1:${port}${route}`;
    const ended = await world.run({
      name: `Sends a secret to ${route}`,
      template: 'http-request',
      parameters: { url, secretHeaders: { 'X-Token': 'header' } },
      retry: { maxAttempts: 1 },
    });
    expect(ended.status).toBe(route === '/ok' ? 'succeeded' : 'failed');
  }
  expect(received).toEqual(['canary-f-header', 'canary-f-header']);

  const sinks = {
    database: (await dumpDatabase(world.site)).join('\n'),
    answers: (await everyAnswer()).join('\n'),
    polled: polled.join('\n'),
    log: printed.join('\n'),
  };
  // Each sink was written to, and what was hidden there left its mark.
  expect(sinks.database).toContain('••••••');
  expect(sinks.answers).toContain('••••••');
  expect(sinks.answers).toContain('"name":"••••••.txt"');
  expect(sinks.polled).toContain('••••••');
  expect(sinks.log).toContain('execution');
  const found = Object.entries(sinks).flatMap(([sink, text]) =>
    TRACES.filter((trace) => trace.length >= 8 && text.includes(trace)).map(
      (trace) =>
        `${trace} in the ${sink}: ${text.slice(Math.max(0, text.indexOf(trace) - 80), text.indexOf(trace) + 80)}`
    )
  );
  expect(found).toEqual([]);
});
