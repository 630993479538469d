import { eventually } from '../support/eventually';
import { aJobBody } from '../support/job-bodies';
import { startWitness } from '../support/witness-server';
import type { WitnessServer } from '../support/witness-server';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
let server: WitnessServer;
beforeAll(async () => {
  // Answers the status that its path names.
  server = await startWitness((request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end();
  });
  world = await createWorld({ JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: '127.0.0.1' });
}, 120_000);
afterAll(async () => {
  await world?.stop();
  await server?.stop();
});

const run = async (status: number, when: object | null) => {
  const { body: job } = await world.call('superAdmin', 'POST', '/jobs', {
    ...aJobBody({ name: `Answers ${status} ${JSON.stringify(when)}` }),
    template: 'http-request',
    parameters: { url: `${server.url}/${status}` },
    retry: { maxAttempts: 3, strategy: 'fixed', delayMs: 0, jitter: 0, when },
  });
  const path = `/jobs/${job.data.documentId}/run`;
  const { body: started } = await world.call('superAdmin', 'POST', path);
  return eventually(
    async () =>
      (await world.call('superAdmin', 'GET', `/executions/${started.data.documentId}`)).body.data,
    ({ finishedAt }) => finishedAt !== null
  );
};

it.each<[what: string, status: number, when: object | null, attempts: number]>([
  ['a named answer is asked for again', 503, { httpStatuses: [503] }, 3],
  ['another answer is not', 404, { httpStatuses: [503] }, 1],
  ['an answer that an error code names is too', 500, { errorCodes: ['HTTP_500'] }, 3],
])('with conditions, %s', async (_what, status, when, attempts) => {
  server.requests.length = 0;
  const execution = await run(status, when);
  expect(execution).toMatchObject({ status: 'failed', attempt: attempts });
  expect(server.requests.map(({ url }) => url)).toEqual(
    Array.from({ length: attempts }, () => `/${status}`)
  );
});
