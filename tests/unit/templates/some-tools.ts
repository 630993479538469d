import { NO_SECRETS } from '../../../server/src/domain/secrets/masker';
import type { Site } from '../../../server/src/templates/parameters/site';
import type { Tools } from '../../../server/src/templates/tools';
import type { RunContext } from '../../../server/src/engine/ports';

/** A site with one localized type that has fields of every kind, and one plain type. */
export const aSite: Site = {
  contentType: (uid) => {
    if (uid === 'api::page.page')
      return {
        uid,
        draftAndPublish: false,
        localized: false,
        titleField: 'title',
        fields: new Map([['title', { type: 'string' }]]),
      };
    if (uid !== 'api::ticket.ticket') return undefined;
    return {
      uid,
      draftAndPublish: true,
      localized: true,
      titleField: 'subject',
      fields: new Map([
        ['subject', { type: 'string' }],
        ['state', { type: 'enumeration', values: ['open', 'resolved'] }],
        ['votes', { type: 'integer' }],
        ['serial', { type: 'biginteger' }],
        ['price', { type: 'decimal' }],
        ['urgent', { type: 'boolean' }],
        ['day', { type: 'date' }],
        ['hour', { type: 'time' }],
        ['publishAt', { type: 'datetime' }],
        ['updatedAt', { type: 'datetime' }],
        ['documentId', { type: 'documentId' }],
      ]),
    };
  },
};

/** A clock on which every wait is over as soon as it began; it remembers how long they were. */
export const anInstantClock = () => {
  const waits: number[] = [];
  let now = Date.parse('2026-03-01T09:00:00.000Z');
  return {
    waits,
    now: () => now,
    after: (ms: number, call: () => void) => {
      waits.push(ms);
      now += ms;
      let cancelled = false;
      queueMicrotask(() => {
        if (!cancelled) call();
      });
      return {
        cancel: () => {
          cancelled = true;
        },
      };
    },
  };
};

/** Tools for templates that touch no Strapi: whoever does, fails. */
export const someTools = (given: Partial<Tools> = {}): Tools => ({
  strapi: new Proxy({} as Tools['strapi'], {
    get: () => {
      throw new Error('This template was said to need no Strapi.');
    },
  }),
  site: aSite,
  clock: anInstantClock(),
  fetch: async () => Promise.reject(new Error('This template was said to fetch nothing.')),
  checkUrl: async () => Promise.reject(new Error('This template was said to fetch nothing.')),
  scripts: {
    open: async () => Promise.reject(new Error('This template was said to run no script.')),
    run: async () => Promise.reject(new Error('This template was said to run no script.')),
    goneWithinMs: 30_000,
    workingRoots: [],
    realpath: async () => null,
  },
  backups: {
    plan: async () => Promise.reject(new Error('This template was said to make no backup.')),
    dump: async () => Promise.reject(new Error('This template was said to make no backup.')),
  },
  ...given,
});

/** A run's context that remembers what was logged and how far it came. */
export const aRun = (given: Partial<RunContext> = {}) => {
  const lines: { level: string; text: string }[] = [];
  const steps: [number | null, string | undefined][] = [];
  const write = (level: string) => (text: string) => void lines.push({ level, text });
  const context: RunContext = {
    parameters: {},
    signal: new AbortController().signal,
    log: Object.assign(write('info'), {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      raw: (_stream: string, text: string) => write('info')(text),
    }),
    trustedForMs: () => 60_000,
    secrets: { get: (name: string) => `value of ${name}`, masker: NO_SECRETS },
    progress: (percent, message) => void steps.push([percent, message]),
    artifact: async () => Promise.reject(new Error('This template was said to keep no artifact.')),
    occurrenceId: 'occurrence0000000000000a',
    executionId: 'occurrence0000000000000a',
    attempt: 1,
    scheduledFor: null,
    dueAt: '2026-03-01T08:59:00.000Z',
    job: { documentId: 'job00000000000000000000a', name: 'A job' },
    ...given,
  };
  return { context, lines, steps };
};
