import { eventually } from '../../support/eventually';
import { processesWith, startScriptServer } from '../../support/script-server';
import type { Told } from '../../support/script-server';

const GIGABYTE = 1_000_000_000;
const CAP_BYTES = 200_000;
/** A thousand times: with pieces of a megabyte, as a program that is in a hurry writes them. */
const PRINT = 'print $piece or die for 1 .. 1_000';
const SHAPES = {
  'in lines': `$piece = ("x" x 63 . "\\n") x 15_625; ${PRINT}`,
  'without a single line': `$piece = "x" x 1_000_000; ${PRINT}`,
};

let server: ReturnType<typeof startScriptServer>;
afterEach(async () => {
  server.kill('SIGKILL');
  await server.exited;
});

test.each(Object.entries(SHAPES))(
  'a program that prints a gigabyte %s is read to its end, and no more of it is kept than the cap',
  async (_shape, print) => {
    const mark = `${90_000 + (process.pid % 10_000)}.5`;
    const text = `set -e; echo first; perl -e '${print}' "$1"; echo; echo last; echo done >&2`;
    server = startScriptServer({
      level: 'namespace',
      hasCgroups: false,
      timeoutMs: null,
      outputCapBytes: CAP_BYTES,
      scripts: { much: { text, args: [mark] } },
    });
    // It has nothing to do after its script.
    await server.exited;
    const told = await eventually(server.told, (all) => all.some(({ ended }) => ended));

    // Neither stopped nor cut off from its reader: then it would have ended by SIGPIPE, or never.
    const outputBytes = GIGABYTE + 'first\n\nlast\ndone\n'.length;
    expect(told.at(-1)).toEqual({ name: 'much', ended: 'success', outputBytes });
    expect(saidOn(told, 'stdout')[0]).toBe('first');
    expect(saidOn(told, 'stdout').at(-1)).toBe('last');
    expect(saidOn(told, 'stderr')).toEqual(['done']);
    expect(saidOn(told, 'system')).toEqual([
      expect.stringMatching(/^[\d,]+ bytes of output were left out here\.$/),
    ]);
    const kept = told.filter(({ stream }) => stream !== 'system').map(({ bytes = 0 }) => bytes);
    expect(sumOf(kept)).toBeLessThanOrEqual(CAP_BYTES);
    expect(sumOf(kept)).toBeGreaterThan(CAP_BYTES * 0.9);
    expect(await processesWith(mark)).toEqual([]);
  },
  120_000
);

const saidOn = (told: Told[], wanted: Told['stream']): (string | undefined)[] =>
  told.filter(({ stream }) => stream === wanted).map(({ said }) => said);
const sumOf = (numbers: number[]): number => numbers.reduce((sum, one) => sum + one, 0);
