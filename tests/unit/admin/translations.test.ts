import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { messageId, prefixMessages } from '../../../admin/src/translate';
import english from '../../../admin/src/translations/en';
import chinese from '../../../admin/src/translations/zh';

const SOURCES = join(__dirname, '../../../admin/src');

const messages = { en: english as Record<string, string>, zh: chinese as Record<string, string> };

const files = (extension: RegExp): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    extension.test(file)
  );

const code = files(/\.tsx?$/)
  .filter((file) => !file.startsWith('translations'))
  .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
  .join('\n');

const placeholders = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].toSorted();

describe('the admin in two languages', () => {
  it('has the same messages in both', () => {
    expect(Object.keys(messages.zh).toSorted()).toEqual(Object.keys(messages.en).toSorted());
  });

  it('leaves no message empty', () => {
    for (const [id, text] of [...Object.entries(messages.en), ...Object.entries(messages.zh)]) {
      expect({ id, isEmpty: text.trim() === '' }).toEqual({ id, isEmpty: false });
    }
  });

  it('puts no name of a value in Chinese that the English message does not know', () => {
    for (const [id, text] of Object.entries(messages.zh)) {
      const known = placeholders(messages.en[id] ?? '');
      expect({ id, unknown: placeholders(text).filter((name) => !known.includes(name)) }).toEqual({
        id,
        unknown: [],
      });
    }
  });

  it('says each id once over all files of a language', () => {
    for (const language of ['en', 'zh']) {
      const ids = files(new RegExp(`^translations.${language}.*\\.json$`)).flatMap((file) =>
        Object.keys(JSON.parse(readFileSync(join(SOURCES, file), 'utf8')) as object)
      );
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    }
  });

  it('knows every id that the code names', () => {
    const named = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, id = '']) => id);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((id) => !Object.hasOwn(messages.en, id))).toEqual([]);
  });

  it('holds no message that nothing shows', () => {
    const patterns = [...code.matchAll(/`([a-z][\w.-]*\.\$\{[^`]+)`/g)].map(([, template = '']) =>
      asPattern(template)
    );
    const unused = Object.keys(messages.en).filter(
      (id) => !code.includes(`'${id}'`) && !patterns.some((pattern) => pattern.test(id))
    );
    expect(unused).toEqual([]);
  });

  it('reaches Strapi under the name of the plugin', () => {
    expect(prefixMessages({ 'plugin.name': 'Jobs' })).toEqual({
      [messageId('plugin.name')]: 'Jobs',
    });
  });
});

/** `jobs.bulk.${action}.done` → any id that begins and ends like it. */
const asPattern = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/\$\{[^}]*\}/)
      .map((text) => text.replaceAll('.', '\\.'))
      .join('[\\w$-]+')}$`
  );
