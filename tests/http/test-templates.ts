import { JobFailure } from '../../server/src/domain/failure';
import { defineTemplate } from '../../server/src/templates/define-template';
import type { Site } from '../support/start-site';

const text = (name: string, more: object = {}) =>
  ({ name, type: 'text', label: name, default: '', ...more }) as const;

const base = { version: 1, label: 'For tests', description: 'For tests', run: async () => null };

/** Templates for what the built-in ones have no reason to do. */
const templates = [
  defineTemplate({
    ...base,
    uid: 'test.needs',
    parameters: [text('right')],
    requires: ({ right }) =>
      right === 'none' ? [] : [{ action: `plugin::job-scheduler.${String(right)}`, subject: null }],
  }),
  defineTemplate({
    ...base,
    uid: 'test.locked',
    parameters: [text('open'), text('locked', { lockedForNonOwners: true })],
  }),
  defineTemplate({
    ...base,
    uid: 'test.preview',
    parameters: [text('fault')],
    preview: async ({ parameters: { fault } }) => {
      if (fault === 'failure')
        throw new JobFailure('That host is refused', { code: 'HOST_REFUSED' });
      if (fault === 'bug') throw new Error('secret detail of a bug');
      return { summary: 'nothing' };
    },
  }),
];

export const registerTestTemplates = ({ strapi }: Site): void => {
  const registry = strapi.plugin('job-scheduler').service('templates') as unknown as {
    register(template: object): void;
  };
  for (const template of templates) registry.register(template);
};
