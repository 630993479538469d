import { errorPaths } from '../support/job-bodies';
import { createScriptWorld } from '../support/script-world';
import type { ListedScript, ScriptWorld } from '../support/script-world';
import { serviceOf } from '../support/world';
import type { Actor } from '../support/world';

let world: ScriptWorld;
let script: ListedScript;
let hook: ListedScript;
let content: string;

beforeAll(async () => {
  world = await createScriptWorld();
  script = await world.approved('tidy.sh', 'echo tidy\n');
  hook = await world.approved('before.sh', 'echo before\n');
  const hooks = { before: [{ script: hook.documentId }] };
  const job = await world.create(world.aJob(script, {}, { name: 'Runs scripts', hooks }));
  const answer = await world.call('superAdmin', 'POST', '/export', { format: 'yaml', ids: [job] });
  content = answer.body.data.content;
}, 120_000);
afterAll(() => world?.stop());

const importCopy = (text: string, actor: Actor = 'superAdmin') =>
  world.call(actor, 'POST', '/import', {
    format: 'yaml',
    content: text,
    onConflict: 'copy',
  });

/** The document as a site would write it on which the scripts have other documentIds. */
const ofElsewhere = (): string =>
  content
    .replaceAll(script.documentId, 'tidyofelsewhere')
    .replaceAll(hook.documentId, 'beforeofelsewhere');

it('scripts of jobs and hooks are found by their paths where their documentIds are of elsewhere', async () => {
  const answer = await importCopy(ofElsewhere());
  expect(answer.status).toBe(201);
  const [{ documentId, warnings }] = answer.body.data;
  expect(warnings.map(({ code }: { code: string }) => code)).toContain('scripts');
  const { data } = (await world.call('superAdmin', 'GET', `/jobs/${documentId}`)).body;
  expect(data.parameters.script).toBe(script.documentId);
  expect(data.hooks.before).toMatchObject([{ script: hook.documentId }]);
});

it('a script that is not here is refused where it stands', async () => {
  const answer = await importCopy(ofElsewhere().replace('tidy.sh', 'gone.sh'));
  expect([answer.status, errorPaths(answer)]).toEqual([400, ['jobs.0.parameters.script']]);
});

it('whoever imports it has chosen the script, and cannot approve it', async () => {
  const rights = ['jobs-read', 'jobs-create', 'jobs-import', 'scripts-use', 'scripts-approve'];
  await serviceOf(world.site, 'admin::role').assignPermissions(
    world.roles.nobody,
    rights.map((right) => ({ action: `plugin::job-scheduler.${right}` }))
  );
  world.write('tidy.sh', 'echo changed\n');
  const { digest } = await world.scriptOf('tidy.sh');
  expect((await importCopy(content, 'nobody')).status).toBe(201);
  const approve = `/scripts/${script.documentId}/approve`;
  const refused = await world.call('nobody', 'POST', approve, { digest });
  expect([refused.status, refused.body.error.details.reason]).toEqual([403, 'self-approval']);
  expect((await world.call('viewer', 'POST', approve, { digest })).status).toBe(200);
});
