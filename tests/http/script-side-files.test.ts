import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { eventually } from '../support/eventually';
import { createScriptWorld } from '../support/script-world';
import type { Ended, ScriptWorld } from '../support/script-world';

let world: ScriptWorld;
beforeAll(async () => {
  world = await createScriptWorld();
}, 120_000);
afterAll(() => world?.stop());

it('shows how far a script says that it is while it runs, and what it said last when it is over', async () => {
  const go = path.join(world.directory, '.go');
  const script = await world.approved(
    'progress.sh',
    [
      `say() { printf '{"percent": %s, "message": "%s"}' "$1" "$2" > "$JOB_PROGRESS_FILE"; }`,
      'say 40 "4 of 10 files"',
      'until [ -e "$1" ]; do sleep 0.05; done',
      'say 90.5 "only the index is left"',
    ].join('\n')
  );
  const job = await world.create(world.aJob(script, { args: [go] }));
  const ended = world.start(job);
  const running = async (): Promise<{ status: string; progress: unknown } | undefined> =>
    (await world.call('superAdmin', 'GET', `/executions?job=${job}`)).body.data[0];
  const half = { percent: 40, message: '4 of 10 files' };
  const shown = await eventually(running, (execution) => {
    const progress = execution?.progress as { percent: number | null } | null | undefined;
    return typeof progress?.percent === 'number';
  });
  expect(shown).toMatchObject({ status: 'running', progress: half });
  writeFileSync(go, '');
  expect(await ended).toMatchObject({
    status: 'succeeded',
    progress: { percent: 90.5, message: 'only the index is left' },
  });
});

describe('a result', () => {
  const resultOf = async (name: string, levels: number): Promise<Ended & { log: string }> => {
    const script = await world.approved(
      name,
      [
        `for i in $(seq ${levels}); do printf '{"a":'; done > "$JOB_RESULT_FILE"`,
        `printf 1 >> "$JOB_RESULT_FILE"`,
        `for i in $(seq ${levels}); do printf '}'; done >> "$JOB_RESULT_FILE"`,
      ].join('\n')
    );
    const ended = await world.run(world.aJob(script));
    return { ...ended, log: await world.textOf(ended) };
  };

  it('is kept as deep as every database keeps it', async () => {
    const { status, result, log } = await resultOf('deep.sh', 30);
    const nested = JSON.parse('{"a":'.repeat(30) + '1' + '}'.repeat(30));
    expect({ status, result, log }).toMatchObject({
      status: 'succeeded',
      result: { exitCode: 0, result: nested },
      log: '',
    });
  });

  it.each([31, 3_000, 8_000])(
    'of %s levels is refused, and its script has succeeded',
    async (levels) => {
      expect(await resultOf(`deep-${levels}.sh`, levels)).toMatchObject({
        status: 'succeeded',
        result: { exitCode: 0, result: null },
        log: 'The result file was not used: it is nested deeper than 30 levels.',
      });
    }
  );
});
