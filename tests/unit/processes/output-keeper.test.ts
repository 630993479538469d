import { Readable } from 'node:stream';

import { createMasker, MASK, NO_SECRETS } from '../../../server/src/domain/secrets/masker';
import { createOutputKeeper } from '../../../server/src/processes/runs/output-keeper';

const keepAll = async (pieces: Buffer[], capBytes: number, masker = NO_SECRETS) => {
  const lines: string[] = [];
  /** How many characters had been written at each pause. */
  const pauses: number[] = [];
  const pause = async (): Promise<void> => void pauses.push(lines.join('').length);
  const output = createOutputKeeper({ capBytes, pause }, masker);
  await output.keep(Readable.from(pieces), (line) => void lines.push(line));
  const { bytes, leftOut } = await output.finish((text) => void lines.push(`(${text})`));
  return { lines, pauses, bytes, leftOut };
};

test('what is within the cap is kept to the last byte', async () => {
  const kept = await keepAll([Buffer.from('one\ntwo'), Buffer.from(' words\nthree')], 1_000);
  expect(kept).toEqual({ lines: ['one', 'two words', 'three'], pauses: [], bytes: 19, leftOut: 0 });
});

const WORDS = Buffer.from('é🙂\nà');

test.each(Array.from({ length: WORDS.length - 1 }, (_, at) => at + 1))(
  'a character that the end of a piece goes through is whole: %i bytes come first',
  async (at) => {
    const pieces = [WORDS.subarray(0, at), WORDS.subarray(at)];
    expect((await keepAll(pieces, 1_000)).lines).toEqual(['é🙂', 'à']);
    // The head ends in the same place: what is kept back goes on where it stopped.
    const text = Buffer.concat([Buffer.alloc(20, 'x'), WORDS]);
    const { lines } = await keepAll([text], 2 * (20 + at));
    expect(lines).toEqual([`${'x'.repeat(20)}é🙂`, 'à']);
  }
);

test('a character of which only a part ever comes is one replacement character', async () => {
  const half = Buffer.from('🙂').subarray(0, 3);
  expect((await keepAll([Buffer.from('cut '), half], 1_000)).lines).toEqual(['cut \uFFFD']);
});

test('colours are kept, whichever way they are cut', async () => {
  const text = '\u001B[31mred\u001B[0m plain \u001B[1;38;5;200mpink\u001B[m';
  const pieces = Array.from(`${text}\n${text}`, (character) => Buffer.from(character));
  expect((await keepAll(pieces, 1_000)).lines).toEqual([text, text]);
});

test('bytes that are no text spoil nothing around them: NUL stays, others are replaced one by one', async () => {
  const bytes = Buffer.from('a\0b\xff\xfec\r\nd\x80\xc3\n', 'latin1');
  const kept = await keepAll([bytes], 1_000);
  expect(kept.lines).toEqual(['a\0b\uFFFD\uFFFDc', 'd\uFFFD\uFFFD']);
  expect(kept.bytes).toBe(bytes.length);
});

test('of a gigabyte that is never read back the beginning and the end are kept, nothing else', async () => {
  const piece = Buffer.alloc(1_000_000, 'x');
  const gigabyte = function* () {
    yield Buffer.from('first\n');
    for (let count = 0; count < 1_000; count += 1) yield piece;
    yield Buffer.from('\nlast');
  };
  const lines: string[] = [];
  const output = createOutputKeeper({ capBytes: 20_000, pause: async () => undefined }, NO_SECRETS);
  await output.keep(Readable.from(gigabyte()), (line) => void lines.push(line));
  const { bytes, leftOut } = await output.finish(() => undefined);
  expect(bytes).toBe(1_000_000_011);
  const kept = lines.join('').length;
  // Two ends of lines are not among the characters.
  expect(kept + 2).toBe(bytes - leftOut);
  expect(kept).toBeLessThanOrEqual(20_000);
  expect([lines[0], lines.at(-1)]).toEqual(['first', 'last']);
});

const SIZES = [0, 1, 9_999, 10_000, 10_001, 20_000, 20_001, 75_000, 76_000, 100_000, 300_000];
const BOTH_SIZES = SIZES.flatMap((out) => SIZES.map((err) => ({ out, err })));

test.each(BOTH_SIZES)(
  'of $out bytes of output and $err of errors together the cap is kept, and all where it is enough',
  async ({ out, err }) => {
    const kept = { out: '', err: '' };
    const output = createOutputKeeper(
      { capBytes: 20_000, pause: async () => undefined },
      NO_SECRETS
    );
    const keep = (stream: 'out' | 'err', size: number): Promise<void> =>
      output.keep(Readable.from([Buffer.alloc(size, 'x')]), (line) => void (kept[stream] += line));
    await keep('out', out);
    await keep('err', err);
    const { bytes, leftOut } = await output.finish(() => undefined);
    expect(bytes).toBe(out + err);
    expect(kept.out.length + kept.err.length).toBe(Math.min(20_000, out + err));
    expect(leftOut).toBe(Math.max(0, out + err - 20_000));
    // Neither crowds out the other's end.
    expect(kept.err.length).toBeGreaterThanOrEqual(Math.min(5_000, err));
  }
);

test.each([40_000, 400_000])(
  'the end is as long as the beginning, whatever its characters take: %i of three bytes',
  async (count) => {
    const { lines, leftOut } = await keepAll([Buffer.from('測'.repeat(count))], 24_000);
    const [head, notice, ...tail] = lines;
    expect(head).toBe('測'.repeat(4_000));
    expect(notice).toContain('were left out');
    expect(tail.join('')).toBe('測'.repeat(4_000));
    expect(leftOut).toBe(3 * count - 24_000);
  }
);

test('a long end is written piece by piece: others have their turn between', async () => {
  const { pauses, lines } = await keepAll([Buffer.alloc(3_000_000, 'line\n')], 2_000_000);
  const steps = pauses.map((written, at) => written - (pauses[at - 1] ?? 0)).slice(1);
  expect(pauses.length).toBeGreaterThan(10);
  expect(Math.max(...steps)).toBeLessThanOrEqual(64 * 1024);
  expect(lines.at(-1)).toBe('line');
});

const SECRET = 'canary-of-the-cut';
const around = (middle: string) => Buffer.from(`${'x'.repeat(190)}${middle}${'z'.repeat(190)}`);

test.each([
  ['much is', around(`${SECRET}${'y'.repeat(300_000)}${SECRET}`)],
  ['little is', around(SECRET)],
  ['next to nothing is', around(`${SECRET}yyyy${SECRET}`)],
])(
  'a secret that the cut goes through is shown by neither part where %s left out',
  async (_, text) => {
    for (let capBytes = 360; capBytes < 440; capBytes += 1) {
      const { lines } = await keepAll([text], capBytes, createMasker([SECRET]));
      const shown = lines.join('\n').replaceAll(MASK, '');
      for (let length = 4; length <= SECRET.length; length += 1)
        expect(shown).not.toContain(SECRET.slice(-length).slice(0, 4));
    }
  }
);
