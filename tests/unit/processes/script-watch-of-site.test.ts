import { createScriptWatch } from '../../../server/src/compose-scripts';
import { readOptions } from '../../../server/src/config/options';
import { eventually } from '../../support/eventually';
import { createVirtualClock } from '../../support/virtual-clock';

const watchWith = (scripts: object, config: object = {}) => {
  const clock = createVirtualClock();
  const said: string[] = [];
  const write = (level: string) => (line: string) => said.push(`${level} ${line}`);
  const found = { problems: [] as string[], looks: 0 };
  const watch = createScriptWatch({
    strapi: { log: { info: write('info'), warn: write('warn'), error: write('error') } } as never,
    clock,
    options: readOptions({ scripts, ...config }, {}),
    scripts: () => ({
      noticeScripts: async () => {
        found.looks += 1;
        return { changed: [], problems: found.problems };
      },
    }),
  });
  /** The folder is really read, which takes no time of the clock: the wait for the next look says that this one is over. */
  const looked = (looks: number): Promise<boolean> =>
    eventually(
      () =>
        new Promise<boolean>((resolve) =>
          setImmediate(() => resolve(found.looks === looks && clock.pending() === 1))
        ),
      (isOver) => isOver
    );
  const lookAgain = async (problems: string[]): Promise<string[]> => {
    found.problems = problems;
    const looks = found.looks + 1;
    if (looks === 1) watch?.start();
    else await clock.advance('1m');
    await looked(looks);
    return said.splice(0);
  };
  return { watch, said, lookAgain };
};

test('a site that runs scripts without approval says so loudly when it starts', () => {
  const { watch, said } = watchWith({ directory: '/srv/scripts', requireApproval: false });
  expect(watch).not.toBeNull();
  expect(said).toEqual([
    "warn job-scheduler: scripts.requireApproval is false: EVERY script in /srv/scripts runs without anybody's consent. For development only.",
  ]);
});

test.each([
  [{ directory: '/srv/scripts' }, {}, true],
  [{ requireApproval: false }, {}, false],
  [{ directory: '/srv/scripts', requireApproval: false }, { enabled: false }, false],
])('with %j and %j it has nothing to warn of', (scripts, config, isWatched) => {
  const { watch, said } = watchWith(scripts, config);
  expect([watch !== null, said]).toEqual([isWatched, []]);
});

test('a directory that is not to be trusted is told with the reasons when the site starts, and when they change', async () => {
  const { watch, lookAgain } = watchWith({ directory: '/srv/scripts' });
  const writable = '/srv may be written by others than its owner';
  const inside = '/srv/scripts must lie outside of /srv, whose files are the site itself';
  expect(await lookAgain([writable, inside])).toEqual([
    `warn job-scheduler: no script runs: ${writable}; ${inside}`,
  ]);
  expect(await lookAgain([writable, inside])).toEqual([]);
  expect(await lookAgain([inside])).toEqual([`warn job-scheduler: no script runs: ${inside}`]);
  expect(await lookAgain([])).toEqual([
    'info job-scheduler: the scripts directory is trusted now: scripts may run',
  ]);
  expect(await lookAgain([])).toEqual([]);
  expect(await lookAgain([writable])).toEqual([`warn job-scheduler: no script runs: ${writable}`]);
  await watch?.stop();
});
