import { isMime, mimeOf } from '../../../server/src/domain/artifact-mime';
import { artifactName } from '../../../server/src/domain/artifact-name';

test.each([
  ['report.csv', 'report.csv'],
  ['報表 2026.csv', '報表 2026.csv'],
  ['../../etc/passwd', 'etc-passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['.htaccess', 'htaccess'],
  ['a\u0000b\r\nSet-Cookie: x', 'a-b--Set-Cookie- x'],
  ['gpj.\u202Eexe', 'gpj.-exe'],
  ['"quoted"; filename*=evil', 'quoted-; filename-=evil'],
  ['<script>.html', 'script-.html'],
  ['nul.txt', 'artifact-nul.txt'],
  ['   ', 'artifact'],
  ['..', 'artifact'],
  ['', 'artifact'],
])('%j is saved as %j', (wanted, name) => {
  expect(artifactName(wanted)).toBe(name);
});

test('a long name loses its middle, not its ending, and no half letters', () => {
  const name = artifactName(`${'𝒳'.repeat(300)}.sql.gz`);
  expect(Array.from(name)).toHaveLength(120);
  expect(name.endsWith('𝒳.gz')).toBe(true);
  expect(artifactName('x'.repeat(300))).toBe('x'.repeat(120));
});

test('the type comes from the ending, and what is not known is bytes', () => {
  expect(['a.CSV', 'b.tar.gz', 'c', 'd.constructor', 'e.csv.exe'].map(mimeOf)).toEqual([
    'text/csv',
    'application/gzip',
    'application/octet-stream',
    'application/octet-stream',
    'application/octet-stream',
  ]);
});

test('a type is two words and nothing behind them', () => {
  expect(isMime('application/vnd.api+json')).toBe(true);
  for (const text of ['text', 'text/html; charset=x', 'text/html\r\nX: y', '/x', 'a/b/c'])
    expect([text, isMime(text)]).toEqual([text, false]);
});
