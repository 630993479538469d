import { createScriptWorld } from '../support/script-world';
import type { ScriptWorld } from '../support/script-world';

let world: ScriptWorld;
beforeAll(async () => {
  world = await createScriptWorld({ JOB_SCHEDULER_SCRIPTS_REQUIRE_APPROVAL: 'false' });
}, 120_000);
afterAll(async () => {
  await world?.stop();
  delete process.env['JOB_SCHEDULER_SCRIPTS_REQUIRE_APPROVAL'];
});

it('runs what nobody approved, and says so wherever somebody looks', async () => {
  world.write('draft.sh', 'echo draft\n');
  const script = await world.scriptOf('draft.sh');
  expect(script.status).toBe('new');
  const execution = await world.run(world.aJob(script));
  expect([execution.status, await world.textOf(execution)]).toEqual(['succeeded', 'draft']);

  const status = await world.call('superAdmin', 'GET', '/scheduler/status');
  expect(status.body.data.scriptApproval).toBe('off');
  const { meta } = (await world.call('superAdmin', 'GET', '/scripts')).body;
  expect(meta.requireApproval).toBe(false);
});

it('still runs nothing of a directory that others may write', async () => {
  const script = await world.scriptOf('draft.sh');
  const job = await world.create(world.aJob(script));
  world.write('draft.sh', 'echo anybody\n', 0o666);
  expect(await world.start(job)).toMatchObject({
    status: 'failed',
    error: { code: 'SCRIPT_MISSING' },
  });
});
