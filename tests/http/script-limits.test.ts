import { createScriptWorld } from '../support/script-world';
import type { Ended, ScriptWorld } from '../support/script-world';

let world: ScriptWorld;
beforeAll(async () => {
  world = await createScriptWorld({
    JOB_SCHEDULER_SCRIPTS_MAX_MEMORY_MB: '64',
    JOB_SCHEDULER_SCRIPTS_MAX_FILE_MB: '1',
    JOB_SCHEDULER_SCRIPTS_MAX_CPU_SECONDS: '2',
  });
}, 120_000);
afterAll(() => world?.stop());

const runOf = async (name: string, text: string): Promise<Ended> =>
  world.run(world.aJob(await world.approved(name, text)));

const GREEDY = `import sys
print("begun", flush=True)
kept = bytearray(b"x") * (int(sys.argv[1]) if len(sys.argv) > 1 else 200 * 1024 * 1024)
print("got it all", flush=True)
`;

it('ends a script that takes more memory than the site allows, and says so', async () => {
  const ended = await runOf('greedy.py', GREEDY);
  const { containment } = (await world.call('superAdmin', 'GET', '/scheduler/status')).body.data;
  // A control group has the kernel end it; otherwise its own program is told that there is no more.
  const [code, sign] = {
    cgroup: ['SIGKILL', 'scripts.maxMemoryMb'],
    rlimit: ['EXIT_1', 'MemoryError'],
  }[containment.limits.memory as 'cgroup' | 'rlimit'] ?? ['', ''];
  expect(ended).toMatchObject({ status: 'failed', error: { code } });
  const text = await world.textOf(ended);
  expect(`${ended.error?.message} ${text}`).toContain(sign);
  expect(text).toContain('begun');
  expect(text).not.toContain('got it all');
});

it('ends a script that writes a larger file than the site allows, and says so', async () => {
  const ended = await runOf(
    'large.sh',
    'head -c 900000 /dev/zero > small && echo small; exec head -c 3000000 /dev/zero > large\n'
  );
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'SIGXFSZ' } });
  expect(ended.error?.message).toContain('scripts.maxFileMb');
  expect(await world.textOf(ended)).toContain('small');
});

it('ends a script that takes more processor time than the site allows, and says so', async () => {
  const ended = await runOf('busy.sh', 'while :; do :; done\n');
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'SIGKILL' } });
  expect(ended.error?.message).toContain('scripts.maxCpuSeconds');
});

it('lets a script go on that stays within', async () => {
  const script = await world.scriptOf('greedy.py');
  const ended = await world.run(world.aJob(script, { args: ['1000000'] }));
  expect([ended.status, await world.textOf(ended)]).toEqual(['succeeded', 'begun\ngot it all']);
});
