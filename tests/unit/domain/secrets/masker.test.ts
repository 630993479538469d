import * as fc from 'fast-check';

import { formsOf } from '../../../../server/src/domain/secrets/forms';
import { createMasker, MASK } from '../../../../server/src/domain/secrets/masker';

const SECRET = 'pa$$w0rd/+ "quoted" é';

describe('a masker', () => {
  const { mask } = createMasker([SECRET]);

  it('hides a secret wherever it stands', () => {
    expect(mask(`before ${SECRET} after ${SECRET}`)).toBe(`before ${MASK} after ${MASK}`);
  });

  it('leaves everything else as it is', () => {
    expect(mask('nothing of it: pa$$w0rd')).toBe('nothing of it: pa$$w0rd');
  });

  it.each([
    ['JSON', JSON.stringify({ key: SECRET })],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ key: SECRET }))],
    ['a URL', `https://x.test/?key=${encodeURIComponent(SECRET)}`],
    [
      'a URL in lower case',
      `?key=${encodeURIComponent(SECRET).replace(/%../g, (e) => e.toLowerCase())}`,
    ],
    ['a form', new URLSearchParams({ key: SECRET }).toString().replaceAll('%24', '%24')],
    ['HTML', '<p>pa$$w0rd/+ &quot;quoted&quot; é</p>'],
    ['hex', Buffer.from(SECRET).toString('hex')],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['the base64 of a user and it', Buffer.from(`user:${SECRET}`).toString('base64')],
    ['the base64 of it in the middle', Buffer.from(`ab${SECRET}cd`).toString('base64')],
    ['base64url', Buffer.from(SECRET).toString('base64url')],
  ])('hides it in %s', (_where, text) => {
    expect(mask(text)).toContain(MASK);
    expect(mask(text)).not.toContain('w0rd');
  });

  it.each([
    ['Python’s JSON', '"a\\u00df<b>&c\'d (e)/f\\ud83d\\ude00"'],
    ['JSON in capitals', '"a\\u00DF<b>&c\'d (e)/f\\uD83D\\uDE00"'],
    ['PHP’s JSON', '"a\\u00df<b>&c\'d (e)\\/f\\ud83d\\ude00"'],
    ['Go’s JSON', '"aß\\u003cb\\u003e\\u0026c\'d (e)/f😀"'],
    ['Python’s URL', 'a%C3%9F%3Cb%3E%26c%27d%20%28e%29/f%F0%9F%98%80'],
    ['Python’s form', 'a%C3%9F%3Cb%3E%26c%27d+%28e%29%2Ff%F0%9F%98%80'],
    ['Python’s HTML', 'aß&lt;b&gt;&amp;c&#x27;d (e)/f😀'],
    ['PHP’s HTML', 'aß&lt;b&gt;&amp;c&#39;d (e)/f😀'],
  ])('hides it in %s', (_where, text) => {
    expect(createMasker(["aß<b>&c'd (e)/f😀"]).mask(`x ${text} y`)).toMatch(/^x "?•+"? y$/);
  });

  it('hides each longer line of a value of many lines', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----';
    const masked = createMasker([key]).mask('> MIIEvQIBADANBg\n> kqhkiG9w0BAQEF');
    expect(masked).toBe(`> ${MASK}\n> ${MASK}`);
  });

  it('makes one mask of secrets that overlap or touch', () => {
    expect(createMasker(['abcdef', 'defghi']).mask('x abcdefghi y')).toBe(`x ${MASK} y`);
    expect(createMasker(['abcdef', 'ghijkl']).mask('abcdefghijkl')).toBe(MASK);
  });

  it('hides the longer of two secrets of which one begins the other', () => {
    expect(createMasker(['token', 'token-long']).mask('token-long, token')).toBe(
      `${MASK}, ${MASK}`
    );
  });

  it('goes through values of every shape, names of fields included', () => {
    const { maskIn } = createMasker(['s3cret']);
    expect(maskIn({ s3cret: ['a s3cret', 1, null, { deep: 's3cret' }] })).toEqual({
      [MASK]: [`a ${MASK}`, 1, null, { deep: MASK }],
    });
  });

  it('passes everything on where there is no secret', () => {
    const stream = createMasker([]).stream();
    expect(stream.push('any') + stream.end()).toBe('any');
  });

  const alphabet = fc.constantFrom('a', 'b', 'c');
  const word = (min: number, max: number) =>
    fc.array(alphabet, { minLength: min, maxLength: max }).map((letters) => letters.join(''));

  it('finds in pieces, however they are cut, what it finds in one', () => {
    fc.assert(
      fc.property(
        fc.array(word(4, 7), { minLength: 1, maxLength: 4 }),
        word(0, 60),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
        (secrets, text, cuts) => {
          const masker = createMasker(secrets);
          expect(inPieces(masker.stream(), text, cuts)).toBe(masker.mask(text));
        }
      )
    );
  });

  // None of the other forms can be written with these letters.
  it('hides exactly the characters that belong to a secret', () => {
    fc.assert(
      fc.property(
        fc.array(word(4, 7), { minLength: 1, maxLength: 4 }),
        word(0, 60),
        (secrets, text) => {
          expect(createMasker(secrets).mask(text)).toBe(naiveMask(secrets, text));
        }
      )
    );
  });

  const EVERY_KIND = `aZ7/+=%&<>"'\\(! éß\u2028😀`;
  const LINES = 'first line / é<\nsecond "line" 😀&\r\nthird';
  /** It seems to be a secret, and is none yet. */
  const falseStart = (form: string): string => form.slice(0, -1);
  const nothing = (): string => '';

  it.each([
    ['every kind of character', EVERY_KIND, falseStart],
    ['several lines', LINES, nothing],
  ])('hides a value of %s in each of its forms, wherever it is cut', (_of, value, before) => {
    expect(badCuts(value, before)).toEqual([]);
  });

  it('hides any value in each of its forms, wherever it is cut', () => {
    const character = fc.constantFrom(...Array.from(`${EVERY_KIND}\n`));
    const characters = fc.array(character, { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(characters, (value) => {
        expect(badCuts(value.join(''), falseStart)).toEqual([]);
      }),
      { numRuns: 20 }
    );
  });
});

/** Where a form, with something before it, is cut in two or into single characters and not hidden as in one piece. */
const badCuts = (value: string, before: (form: string) => string) => {
  const masker = createMasker([value]);
  const forms = [...new Set(formsOf(value))];
  return forms.flatMap((form) => {
    const text = `[${before(form)}${form}]`;
    const hidden = naiveMask(forms, text);
    return Array.from({ length: text.length - 1 }, (_, at) => [at + 1, text.length])
      .concat([[1]])
      .map((cuts) => ({ text, cuts, out: inPieces(masker.stream(), text, cuts) }))
      .filter(({ out }) => out !== hidden || !out.includes(MASK));
  });
};

const inPieces = (
  stream: { push(piece: string): string; end(): string },
  text: string,
  cuts: number[]
): string => {
  let out = '';
  let rest = text;
  for (let turn = 0; rest.length > 0; turn += 1) {
    const length = cuts[turn % cuts.length] ?? 1;
    out += stream.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return out + stream.end();
};

/** Marks every character of every occurrence. */
const naiveMask = (forms: string[], text: string): string => {
  const covered = Array.from({ length: text.length }, (_, at) =>
    forms.some((form) => isInside(form, text, at))
  );
  let out = '';
  covered.forEach((isSecret, at) => {
    if (!isSecret) out += text[at];
    else if (!covered[at - 1]) out += MASK;
  });
  return out;
};

/** Whether an occurrence of the form covers the character. */
const isInside = (form: string, text: string, at: number): boolean => {
  for (let from = Math.max(0, at - form.length + 1); from <= at; from += 1)
    if (text.startsWith(form, from)) return true;
  return false;
};
