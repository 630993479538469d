import { rmSync } from 'node:fs';
import path from 'node:path';

import { eventually } from '../support/eventually';
import { createScriptWorld } from '../support/script-world';
import type { ScriptWorld } from '../support/script-world';

let world: ScriptWorld;
beforeAll(async () => {
  world = await createScriptWorld();
}, 120_000);
afterAll(() => world?.stop());

interface Entry {
  action: string;
  actor: { kind: string };
  object: { name: string };
  diff: { status: { before: string | null; after: string }; digest?: { before: string } };
}

/** What the audit log says of a script, the latest first. Reading it looks at no directory. */
const entriesOf = async (name: string): Promise<Entry[]> => {
  const { body } = await world.call(
    'superAdmin',
    'GET',
    '/audit?action=script.change&pageSize=100'
  );
  return (body.data as Entry[]).filter(({ object }) => object.name === name);
};
const noticed = (name: string, status: string): Promise<Entry[]> =>
  eventually(
    () => entriesOf(name),
    ([latest]) => latest?.diff.status.after === status
  );

it('notices new, changed, vanished and returned scripts while nobody looks, each once', async () => {
  world.write('seen.sh', 'echo one\n');
  const [found] = await noticed('seen.sh', 'new');
  expect(found).toMatchObject({ actor: { kind: 'system' }, diff: { status: { before: null } } });

  await world.approve('seen.sh');
  const { digest } = await world.scriptOf('seen.sh');
  world.write('seen.sh', 'echo two\n');
  const [changed] = await noticed('seen.sh', 'changed');
  expect(changed?.diff).toMatchObject({
    status: { before: 'approved', after: 'changed' },
    digest: { before: digest },
  });

  rmSync(path.join(world.directory, 'seen.sh'));
  await noticed('seen.sh', 'missing');
  world.write('seen.sh', 'echo one\n');
  await noticed('seen.sh', 'approved');
  expect((await entriesOf('seen.sh')).map(({ diff }) => diff.status.after)).toEqual([
    'approved',
    'missing',
    'changed',
    'new',
  ]);
});

it('writes nothing about a look that finds everything as it was', async () => {
  world.write('quiet.sh', 'echo quiet\n');
  await noticed('quiet.sh', 'new');
  for (let look = 0; look < 3; look += 1) await world.scriptOf('quiet.sh');
  expect(await entriesOf('quiet.sh')).toHaveLength(1);
});

it('has a new script in its list without being asked to look', async () => {
  world.write('listed.sh', 'echo listed\n');
  const listed = async (): Promise<string[]> =>
    (await world.call('superAdmin', 'GET', '/scripts')).body.data.map(
      ({ path: at }: { path: string }) => at
    );
  expect(await eventually(listed, (paths) => paths.includes('listed.sh'))).toContain('seen.sh');
});
