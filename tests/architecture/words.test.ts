import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { sourcesOf, withoutComments } from './sources';

/** One word for one thing: what the glossary (README, "Words") calls something else. */
const OTHER_WORDS: Record<string, string> = {
  task: 'job',
  cronjob: 'job',
  workflow: 'job',
  invocation: 'execution',
  recurrence: 'schedule',
  rerun: 'replay',
  blueprint: 'template',
  logbook: 'audit',
};

const ROOT = path.resolve(__dirname, '../..');

/** `runTask`, `task-list`, `Tasks` → task; `multitasking` and `microtask` are other words. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => word.replace(/s$/, ''));

const otherWordsIn = (text: string): string[] =>
  [...new Set(wordsOf(text))]
    .filter((word) => Object.hasOwn(OTHER_WORDS, word))
    .map((word) => `"${word}" is called ${OTHER_WORDS[word]}`);

/** What RFC 5545 calls so is no schedule of ours. */
const withoutBorrowed = (file: string, text: string): string =>
  /calendar/.test(file) ? text.replace(/recurrence/gi, '') : text;

const textsFor = (folder: string, ending: RegExp): { file: string; text: string }[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => path.posix.join(folder, name))
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

test.each(['server/src', 'admin/src'])('%s keeps to the words of the glossary', (folder) => {
  const found = sourcesOf(folder).flatMap(({ file, code }) =>
    otherWordsIn(withoutBorrowed(file, `${file} ${code}`)).map((problem) => `${file}: ${problem}`)
  );
  expect(found).toEqual([]);
});

test('so do the sentences of the admin panel', () => {
  const found = textsFor('admin/src/translations/en', /\.json$/).flatMap(({ file, text }) =>
    otherWordsIn(text).map((problem) => `${file}: ${problem}`)
  );
  expect(found).toEqual([]);
});

test('an other word is found in names of every spelling, not in comments or parts of words', () => {
  expect(otherWordsIn('const runTask = () => {}')).toHaveLength(1);
  expect(otherWordsIn('task-list.ts')).toHaveLength(1);
  expect(otherWordsIn(withoutComments('// a cron task of Strapi\nqueueMicrotask(next);'))).toEqual(
    []
  );
});
