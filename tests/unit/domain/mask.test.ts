import { mask } from '../../../server/src/domain/mask';

const HIDDEN = '••••••';

it.each([
  'Authorization',
  'proxy-authorization',
  'Cookie',
  'Set-Cookie',
  'password',
  'X-Api-Key',
  'apikey',
  'client_secret',
  'accessToken',
  'privateKey',
  'X-Signature',
  'X-Auth',
  'X-Auth-Key',
  'X-Access-Key',
  'Authentication',
])('hides what is kept under %s, at any depth', (name) => {
  expect(mask('parameters', { list: [{ [name]: 'canary' }] })).toEqual({
    list: [{ [name]: HIDDEN }],
  });
});

it('hides whole objects under such a name', () => {
  expect(mask('credentials', { user: 'a', pass: 'b' })).toBe(HIDDEN);
});

it('leaves everything else as it is', () => {
  const value = {
    title: 'a key note',
    keyword: 'x',
    count: 3,
    flag: false,
    none: null,
    list: ['a'],
  };
  expect(mask('parameters', value)).toEqual(value);
  expect(mask('password', null)).toBeNull();
});

it('hides secrets inside URLs', () => {
  expect(
    mask('url', 'https://me:canary@example.com/a?page=2&access_token=canary&key=canary#x')
  ).toBe(`https://${HIDDEN}@example.com/a?page=2&access_token=${HIDDEN}&key=${HIDDEN}#x`);
});
