import { createScriptWatch } from '../../../server/src/compose-scripts';
import { readOptions } from '../../../server/src/config/options';

const watchWith = (scripts: object, config: object = {}) => {
  const warned: string[] = [];
  const watch = createScriptWatch({
    strapi: { log: { warn: (line: string) => warned.push(line) } } as never,
    clock: {} as never,
    options: readOptions({ scripts, ...config }, {}),
    scripts: () => ({ noticeScripts: async () => [] }),
  });
  return { watch, warned };
};

test('a site that runs scripts without approval says so loudly when it starts', () => {
  const { watch, warned } = watchWith({ directory: '/srv/scripts', requireApproval: false });
  expect(watch).not.toBeNull();
  expect(warned).toEqual([
    "job-scheduler: scripts.requireApproval is false: EVERY script in /srv/scripts runs without anybody's consent. For development only.",
  ]);
});

test.each([
  [{ directory: '/srv/scripts' }, {}, true],
  [{ requireApproval: false }, {}, false],
  [{ directory: '/srv/scripts', requireApproval: false }, { enabled: false }, false],
])('with %j and %j it has nothing to warn of', (scripts, config, isWatched) => {
  const { watch, warned } = watchWith(scripts, config);
  expect([watch !== null, warned]).toEqual([isWatched, []]);
});
