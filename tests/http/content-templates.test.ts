import type { Core } from '@strapi/strapi';

import { databaseCleanup } from '../../server/src/templates/built-in/database-cleanup';
import { publish } from '../../server/src/templates/built-in/publish';
import { unpublish } from '../../server/src/templates/built-in/unpublish';
import type { RegisteredTemplate } from '../../server/src/templates/registry';
import { createRegistry } from '../../server/src/templates/registry';
import { siteOfStrapi } from '../../server/src/templates/parameters/site-of-strapi';
import { createVirtualClock } from '../support/virtual-clock';
import type { Site } from '../support/start-site';
import { startSite } from '../support/start-site';
import { aRun, someTools } from '../unit/templates/some-tools';

const TICKET = 'api::ticket.ticket';
const NOW = '2026-03-10T09:00:00.000Z';
const DAY = 86_400_000;

let site: Site;
let templates: Record<'cleanup' | 'publish' | 'unpublish', RegisteredTemplate>;

beforeAll(async () => {
  site = await startSite();
  const { strapi } = site;
  const clock = createVirtualClock(NOW);
  const registry = createRegistry(someTools({ strapi, clock, site: siteOfStrapi(strapi) }));
  for (const template of [databaseCleanup, publish, unpublish]) registry.register(template);
  const find = (uid: string) => {
    const found = registry.find(uid);
    if (found === undefined) throw new Error(`${uid} is not there`);
    return found;
  };
  templates = {
    cleanup: find('database-cleanup'),
    publish: find('publish'),
    unpublish: find('unpublish'),
  };
}, 60_000);

afterAll(async () => site.stop());
beforeEach(async () => site.strapi.db.query(TICKET).deleteMany({}));

/** Tickets, made as people make them. */
const tickets = (strapi: Core.Strapi) => strapi.documents(TICKET as never) as unknown as Documents;
interface Documents {
  create(request: {
    data: object;
    status?: 'draft' | 'published';
  }): Promise<{ documentId: string }>;
  update(request: {
    documentId: string;
    data: object;
    locale?: string;
    status?: 'draft' | 'published';
  }): Promise<unknown>;
}

const aTicket = async (data: object, status: 'draft' | 'published' = 'draft'): Promise<string> =>
  (await tickets(site.strapi).create({ data: { title: 'A ticket', ...data }, status })).documentId;

/** Titles of what is there, with `+` for a published version. */
const stock = async (): Promise<string[]> => {
  const rows = (await site.strapi.db.query(TICKET).findMany({ orderBy: { id: 'asc' } })) as {
    title: string;
    publishedAt: string | null;
  }[];
  return rows.map(({ title, publishedAt }) => `${title}${publishedAt === null ? '' : '+'}`).sort();
};

const age = async (documentId: string, days: number): Promise<void> => {
  const updatedAt = new Date(Date.parse(NOW) - days * DAY);
  await site.strapi.db.query(TICKET).updateMany({ where: { documentId }, data: { updatedAt } });
};

const run = async (
  template: RegisteredTemplate,
  parameters: Record<string, unknown>,
  given: Parameters<typeof aRun>[0] = {}
) => {
  const { context, lines, steps } = aRun({
    ...given,
    parameters: template.parse({ contentType: TICKET, ...parameters }),
  });
  const result = await template.run(context).catch((error: unknown) => ({ error }));
  return { result, log: lines.map(({ text }) => text), steps };
};

const preview = async (
  template: RegisteredTemplate,
  parameters: Record<string, unknown>,
  language: 'en' | 'zh' = 'en'
) => template.preview(template.parse({ contentType: TICKET, ...parameters }), language);

describe('database-cleanup', () => {
  it('deletes what matches, draft and published version as one, and leaves the rest', async () => {
    await aTicket({ title: 'resolved', state: 'resolved' });
    await aTicket({ title: 'resolved and published', state: 'resolved' }, 'published');
    await aTicket({ title: 'open' }, 'published');
    const { result, log, steps } = await run(templates.cleanup, { filters: { state: 'resolved' } });
    expect(result).toEqual({ deleted: 2, limitReached: false });
    await expect(stock()).resolves.toEqual(['open', 'open+']);
    expect(log).toEqual([
      expect.stringMatching(/^Deleted "resolved" \([a-z0-9]{24}\)$/),
      expect.stringMatching(/^Deleted "resolved and published"/),
      'Deleted 2 entries',
    ]);
    expect(steps.at(-1)).toEqual([100, 'Deleted 2 entries']);
  });

  it('tells those that work on events of it, as a deletion by hand does', async () => {
    await aTicket({ state: 'resolved' });
    const heard: string[] = [];
    const listen = async ({ uid }: { uid: string }) => void heard.push(uid);
    site.strapi.eventHub.on('entry.delete', listen);
    await run(templates.cleanup, { filters: { state: 'resolved' } });
    site.strapi.eventHub.off('entry.delete', listen);
    expect(heard).toEqual([TICKET]);
  });

  it('leaves a document alone of which one version does not match', async () => {
    const changed = await aTicket({ title: 'changed since', state: 'open' }, 'published');
    await tickets(site.strapi).update({ documentId: changed, data: { state: 'resolved' } });
    await expect(run(templates.cleanup, { filters: { state: 'resolved' } })).resolves.toMatchObject(
      {
        result: { deleted: 0 },
      }
    );
    await expect(stock()).resolves.toEqual(['changed since', 'changed since+']);
  });

  it('can tell drafts that were never published from the others', async () => {
    await aTicket({ title: 'draft' });
    await aTicket({ title: 'published' }, 'published');
    await run(templates.cleanup, { filters: { publishedAt: { $null: true } } });
    await expect(stock()).resolves.toEqual(['published', 'published+']);
  });

  it('counts age from the last change, or from a field of one’s choice', async () => {
    const old = await aTicket({ title: 'old', publishAt: '2026-03-09T00:00:00.000Z' });
    const young = await aTicket({ title: 'young', publishAt: '2026-01-01T00:00:00.000Z' });
    const undated = await aTicket({ title: 'undated' });
    await age(old, 31);
    await age(young, 29);
    await age(undated, 29);
    const filters = { state: 'open' };
    await run(templates.cleanup, { filters, olderThanDays: 30, ageField: 'publishAt' });
    await expect(stock()).resolves.toEqual(['old', 'undated']);
    await run(templates.cleanup, { filters, olderThanDays: 30 });
    await expect(stock()).resolves.toEqual(['undated']);
  });

  it('never deletes more than it was told, the oldest first', async () => {
    for (const title of ['a', 'b', 'c']) await aTicket({ title }, 'published');
    const { result, log } = await run(templates.cleanup, {
      filters: { state: 'open' },
      maxEntries: 2,
    });
    expect(result).toEqual({ deleted: 2, limitReached: true });
    expect(log).toContain('Stopped at the limit of 2 entries; more are waiting.');
    await expect(stock()).resolves.toEqual(['c', 'c+']);
  });

  it('works through more than one batch', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => ({
      documentId: `document${String(index).padStart(16, '0')}`,
      title: `ticket ${index}`,
      state: index % 10 === 0 ? 'open' : 'resolved',
    }));
    await site.strapi.db.query(TICKET).createMany({ data: rows });
    const { result } = await run(templates.cleanup, { filters: { state: 'resolved' } });
    expect(result).toEqual({ deleted: 225, limitReached: false });
    await expect(site.strapi.db.query(TICKET).count()).resolves.toBe(25);
  });

  it('stops between two entries when its attempt ends', async () => {
    for (const title of ['a', 'b', 'c']) await aTicket({ title });
    const controller = new AbortController();
    const progress = () => controller.abort(new Error('cancelled'));
    const { result } = await run(
      templates.cleanup,
      { filters: { state: 'open' } },
      { signal: controller.signal, progress }
    );
    expect(result).toEqual({ error: new Error('cancelled') });
    await expect(stock()).resolves.toEqual(['b', 'c']);
  });

  it('goes on after an entry that cannot be deleted, and fails in the end', async () => {
    for (const title of ['a', 'stuck', 'c']) await aTicket({ title });
    const stop = site.strapi.db.lifecycles.subscribe({
      models: [TICKET],
      beforeDelete: async ({ params }) => {
        const row = (await site.strapi.db.query(TICKET).findOne(params)) as {
          title: string;
        };
        if (row.title === 'stuck') throw new Error('is needed elsewhere');
      },
    });
    const { result, log } = await run(templates.cleanup, { filters: { state: 'open' } });
    stop();
    expect(result).toMatchObject({
      error: { code: 'ENTRIES_FAILED', message: 'Deleted 2 entries; 1 failed' },
    });
    expect(log).toContainEqual(expect.stringMatching(/^Failed: "stuck" .*is needed elsewhere$/));
    await expect(stock()).resolves.toEqual(['stuck']);
  });

  it.each([
    ['a%b', { title: { $contains: '%' } }, ['ab', 'a_b']],
    ['a_b', { title: { $contains: '_' } }, ['ab', 'a%b']],
    ["x' OR 1=1 --", { title: "x' OR 1=1 --" }, ['ab', 'a_b', 'a%b']],
  ])('takes the text of a filter by its letters: %s', async (title, filters, left) => {
    for (const other of left) await aTicket({ title: other });
    await aTicket({ title });
    await run(templates.cleanup, { filters });
    await expect(stock()).resolves.toEqual([...left].sort());
  });

  it.each([
    [{ state: { $ne: 'open' } }, ['c']],
    [{ state: { $in: ['resolved'] } }, ['c']],
    [{ title: { $gte: 'b' }, state: 'open' }, ['b']],
    [{ title: { $gt: 'a', $lt: 'c' } }, ['b']],
    [{ publishAt: { $lte: '$now' } }, ['a']],
    [{ publishAt: { $gt: '$now' } }, ['b']],
    [{ publishAt: { $gte: '2026-03-10' } }, ['a', 'b']],
    [{ publishAt: { $lt: '2026-03-10' } }, []],
    [{ publishAt: { $null: true } }, ['c']],
    [{ publishAt: { $null: false }, title: { $contains: 'a' } }, ['a']],
  ])('finds what a filter says: %j', async (filters, found) => {
    await aTicket({ title: 'a', publishAt: '2026-03-10T08:59:00.000Z' });
    await aTicket({ title: 'b', publishAt: '2026-03-10T09:01:00.000Z' });
    await aTicket({ title: 'c', state: 'resolved' });
    const { samples = [] } = (await preview(templates.cleanup, { filters })) ?? {};
    expect(samples.map(({ title }) => title)).toEqual(found);
  });

  it('says in a dry run what it would delete, and deletes nothing', async () => {
    const first = await aTicket({ title: 'a' }, 'published');
    await aTicket({ title: 'b' });
    await expect(preview(templates.cleanup, { filters: { state: 'open' } })).resolves.toEqual({
      summary: 'It would delete 2 entries.',
      count: 2,
      samples: [{ documentId: first, title: 'a' }, expect.objectContaining({ title: 'b' })],
    });
    await expect(
      preview(templates.cleanup, { filters: { state: 'open' }, maxEntries: 1 }, 'zh')
    ).resolves.toMatchObject({
      summary: '會刪除 1 個項目，已達每次上限；其餘留待下次。',
      count: 1,
    });
    await expect(stock()).resolves.toEqual(['a', 'a+', 'b']);
  });

  it('needs the rights to read and delete such entries', () => {
    expect(templates.cleanup.requires({ contentType: TICKET })).toEqual([
      { action: 'plugin::content-manager.explorer.read', subject: TICKET },
      { action: 'plugin::content-manager.explorer.delete', subject: TICKET },
    ]);
  });

  it.each([
    ['admin::user', { filters: { email: { $contains: '@' } } }],
    ['admin::api-token', { filters: { name: 'x' } }],
    ['plugin::users-permissions.user', { filters: { email: 'x' } }],
    ['plugin::upload.file', { filters: { name: 'x' } }],
    ['plugin::job-scheduler.job', { filters: { name: 'x' } }],
    ['plugin::job-scheduler.audit-entry', { filters: { action: 'x' } }],
    ['strapi::core-store', { filters: { key: 'x' } }],
    ['__proto__', { filters: { key: 'x' } }],
    ['api::ticket.ticket; DROP TABLE tickets', { filters: { key: 'x' } }],
  ])('cannot be pointed at %s', (contentType, parameters) => {
    expect(templates.cleanup.check({ contentType, ...parameters })).toMatchObject({
      ok: false,
      errors: [{ path: ['parameters', 'contentType'] }],
    });
  });

  it.each([
    [{}, ['filters']],
    [{ filters: {} }, ['filters']],
    [{ filters: null }, ['filters']],
    [{ filters: { createdBy: 1 } }, ['filters', 'createdBy']],
    [{ filters: { state: 'open' }, olderThanDays: -1 }, ['olderThanDays']],
    [{ filters: { state: 'open' }, olderThanDays: '30' }, ['olderThanDays']],
    [{ filters: { state: 'open' }, ageField: 'title' }, ['ageField']],
    [{ filters: { state: 'open' }, maxEntries: 0 }, ['maxEntries']],
    [{ filters: { state: 'open' }, maxEntries: 1e9 }, ['maxEntries']],
  ])('refuses %j', (parameters, path) => {
    expect(templates.cleanup.check({ contentType: TICKET, ...parameters })).toMatchObject({
      ok: false,
      errors: [{ path: ['parameters', ...path] }],
    });
  });
});

describe('publish', () => {
  const due = { publishAt: { $lte: '$now' } };

  it('publishes the drafts that are due, once', async () => {
    await aTicket({ title: 'due', publishAt: '2026-03-10T09:00:00.000Z' });
    await aTicket({ title: 'later', publishAt: '2026-03-10T09:00:00.001Z' });
    await aTicket({ title: 'undated' });
    const first = await run(templates.publish, { filters: due });
    expect(first.result).toEqual({ published: 1, limitReached: false });
    await expect(stock()).resolves.toEqual(['due', 'due+', 'later', 'undated']);
    const second = await run(templates.publish, { filters: due });
    expect(second.result).toEqual({ published: 0, limitReached: false });
  });

  it('publishes changes of published entries, unless it is told not to', async () => {
    const id = await aTicket({ title: 'before' }, 'published');
    await age(id, 1);
    await tickets(site.strapi).update({ documentId: id, data: { title: 'after' } });
    await run(templates.publish, { entry: id, includeChanged: false });
    await expect(stock()).resolves.toEqual(['after', 'before+']);
    await run(templates.publish, { entry: id });
    await expect(stock()).resolves.toEqual(['after', 'after+']);
  });

  it('never publishes more than it was told', async () => {
    for (const title of ['a', 'b', 'c']) await aTicket({ title });
    const { result } = await run(templates.publish, { filters: { state: 'open' }, maxEntries: 2 });
    expect(result).toEqual({ published: 2, limitReached: true });
    await expect(stock()).resolves.toEqual(['a', 'a+', 'b', 'b+', 'c']);
  });

  it('leaves alone what changed between finding and publishing', async () => {
    const first = await aTicket({ title: 'a', publishAt: '2026-03-10T08:00:00.000Z' });
    const second = await aTicket({ title: 'b', publishAt: '2026-03-10T08:00:00.000Z' });
    const unsubscribe = site.strapi.db.lifecycles.subscribe({
      models: [TICKET],
      afterCreate: async () => {
        const later = {
          where: { documentId: second },
          data: { publishAt: new Date('2027-01-01') },
        };
        await site.strapi.db.query(TICKET).updateMany(later);
      },
    });
    const { result, log } = await run(templates.publish, { filters: due });
    unsubscribe();
    expect(result).toMatchObject({ published: 1 });
    expect(log.at(1)).toMatch(/^Left alone, it was changed just now: "b"/);
    expect(log.at(0)).toContain(first);
  });

  it('fails for good where the entry does not exist', async () => {
    const { result } = await run(templates.publish, { entry: 'nosuchentry0000000000000' });
    expect(result).toMatchObject({ error: { code: 'ENTRY_NOT_FOUND', retryable: false } });
  });

  it('fails for good where entries have no languages', async () => {
    const { result } = await run(templates.publish, { filters: { state: 'open' }, locale: 'en' });
    expect(result).toMatchObject({ error: { code: 'LOCALE_NOT_FOUND', retryable: false } });
  });

  it('says in a dry run what it would publish', async () => {
    const id = await aTicket({ title: 'due', publishAt: '2026-03-10T09:00:00.000Z' });
    await expect(preview(templates.publish, { filters: due })).resolves.toEqual({
      summary: 'It would publish 1 entry.',
      count: 1,
      samples: [{ documentId: id, title: 'due' }],
    });
    await expect(preview(templates.publish, { entry: id }, 'zh')).resolves.toMatchObject({
      summary: '會發佈 1 個項目。',
    });
    await expect(stock()).resolves.toEqual(['due']);
  });

  it('needs the rights to read and publish such entries', () => {
    expect(templates.publish.requires({ contentType: TICKET })).toEqual([
      { action: 'plugin::content-manager.explorer.read', subject: TICKET },
      { action: 'plugin::content-manager.explorer.publish', subject: TICKET },
    ]);
  });

  it.each([
    [{}, ['filters']],
    [{ entry: 'abc', filters: { state: 'open' } }, ['entry']],
    [{ filters: {} }, ['filters']],
    [{ entry: { $ne: null } }, ['entry']],
    [{ entry: 'abc', locale: '*' }, ['locale']],
  ])('refuses %j', (parameters, path) => {
    expect(templates.publish.check({ contentType: TICKET, ...parameters })).toMatchObject({
      ok: false,
      errors: [{ path: ['parameters', ...path] }],
    });
  });
});

describe('unpublish', () => {
  it('takes published entries offline and keeps their drafts', async () => {
    await aTicket({ title: 'over', publishAt: '2026-03-01T00:00:00.000Z' }, 'published');
    await aTicket({ title: 'current' }, 'published');
    await aTicket({ title: 'draft', publishAt: '2026-03-01T00:00:00.000Z' });
    const filters = { publishAt: { $lt: '$now' } };
    await expect(preview(templates.unpublish, { filters })).resolves.toMatchObject({
      summary: 'It would unpublish 1 entry.',
      count: 1,
    });
    const { result } = await run(templates.unpublish, { filters });
    expect(result).toEqual({ unpublished: 1, limitReached: false });
    await expect(stock()).resolves.toEqual(['current', 'current+', 'draft', 'over']);
  });

  it('needs the rights to read and publish such entries', () => {
    expect(templates.unpublish.requires({ contentType: TICKET })).toEqual(
      templates.publish.requires({ contentType: TICKET })
    );
  });

  it('takes one entry by its documentId, and nothing where it is offline already', async () => {
    const id = await aTicket({ title: 'one' }, 'published');
    await expect(run(templates.unpublish, { entry: id })).resolves.toMatchObject({
      result: { unpublished: 1 },
    });
    await expect(run(templates.unpublish, { entry: id })).resolves.toMatchObject({
      result: { unpublished: 0 },
    });
    await expect(stock()).resolves.toEqual(['one']);
  });
});

interface Translatable {
  pluginOptions: object;
}

describe('entries in several languages', () => {
  /** Whatever of the content type can be translated. */
  const translatable = () => {
    const type = site.strapi.contentTypes[TICKET as never] as unknown as Translatable & {
      attributes: Record<'title' | 'state', Translatable>;
    };
    return [type, type.attributes.title, type.attributes.state];
  };
  const locales = () =>
    site.strapi.plugin('i18n').service<{
      create(locale: { code: string; name: string }): Promise<unknown>;
    }>('locales');
  const inChinese = async (documentId: string, data: object, status: 'draft' | 'published') =>
    tickets(site.strapi).update({ documentId, data, locale: 'zh', status });

  beforeAll(async () => {
    for (const one of translatable()) one.pluginOptions = { i18n: { localized: true } };
    await locales().create({ code: 'zh', name: 'Chinese (zh)' });
  });
  afterAll(() => {
    for (const one of translatable()) one.pluginOptions = {};
  });

  it('are deleted with all their languages, once all of them match', async () => {
    const both = await aTicket({ title: 'both', state: 'resolved' }, 'published');
    await inChinese(both, { title: '兩者', state: 'resolved' }, 'published');
    const one = await aTicket({ title: 'one', state: 'resolved' });
    await inChinese(one, { title: '一個', state: 'open' }, 'draft');
    const filters = { state: 'resolved' };
    await expect(preview(templates.cleanup, { filters })).resolves.toMatchObject({ count: 1 });
    const { result } = await run(templates.cleanup, { filters });
    expect(result).toEqual({ deleted: 1, limitReached: false });
    await expect(stock()).resolves.toEqual(['one', '一個']);
  });

  it('are published in each language, or in the one that is asked for', async () => {
    const id = await aTicket({ title: 'english' });
    await inChinese(id, { title: '中文' }, 'draft');
    const first = await run(templates.publish, { entry: id, locale: 'zh' });
    expect(first.result).toEqual({ published: 1, limitReached: false });
    expect(first.log[0]).toBe(`Published "中文" (${id}, zh)`);
    await expect(stock()).resolves.toEqual(['english', '中文', '中文+']);
    await run(templates.publish, { entry: id });
    await expect(stock()).resolves.toEqual(['english', 'english+', '中文', '中文+']);
    await run(templates.unpublish, { filters: { state: 'open' }, locale: 'en' });
    await expect(stock()).resolves.toEqual(['english', '中文', '中文+']);
  });

  it('cannot be looked for in a language that the site does not have', async () => {
    const { result } = await run(templates.publish, { filters: { state: 'open' }, locale: 'fr' });
    expect(result).toMatchObject({ error: { code: 'LOCALE_NOT_FOUND', retryable: false } });
  });
});

describe('the registry of a site', () => {
  const service = () =>
    site.strapi.plugin('job-scheduler').service<ReturnType<typeof createRegistry>>('templates');

  it('holds the built-in templates', () => {
    expect(service().uids()).toEqual(
      expect.arrayContaining([
        'self-test',
        'http-request',
        'database-cleanup',
        'publish',
        'unpublish',
      ])
    );
  });

  it('takes the templates of an app, once each', async () => {
    const template = {
      uid: 'app.count-tickets',
      version: 1,
      label: 'Count tickets',
      description: 'Counts all tickets.',
      parameters: [],
      run: async ({ strapi }: { strapi: Core.Strapi }) => strapi.db.query(TICKET).count(),
    };
    service().register(template);
    await aTicket({ title: 'one' });
    await expect(service().find('app.count-tickets')?.run(aRun().context)).resolves.toBe(1);
    expect(() => service().register(template)).toThrow(/app\.count-tickets.*uid is taken/);
  });
});
