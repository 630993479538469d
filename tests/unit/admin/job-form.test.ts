import {
  createBody,
  emptyForm,
  formOfJob,
  replaceBody,
  withTemplate,
} from '../../../admin/src/features/wizard/job-form';
import { changesBetween } from '../../../admin/src/features/wizard/conflict-changes';
import { POLICY_DEFAULTS } from '../../../admin/src/features/wizard/policy-form';
import { suggestName } from '../../../admin/src/features/wizard/suggest-name';
import { stepOfPath, validateStep } from '../../../admin/src/features/wizard/validate-form';
import type { JobView } from '../../../server/src/contract/job';
import type { TemplateView } from '../../../server/src/contract/template';
import { aJob, someJobMeta } from './a-job';

const TODAY = '2026-03-01';

const TEMPLATE: TemplateView = {
  uid: 'http-request',
  version: 2,
  category: 'network',
  icon: 'Webhooks',
  label: { en: 'HTTP request' },
  description: 'Sends a request',
  parameters: [
    { name: 'url', type: 'url', label: 'Address', required: true },
    { name: 'method', type: 'select', label: 'Method', default: 'GET' },
  ],
  hasPreview: true,
  writesContent: false,
};

const JOB: JobView = aJob({ enabled: false, status: 'disabled' });

const aForm = () => ({
  ...withTemplate(emptyForm(TODAY), TEMPLATE),
  name: ' Ping ',
  parameters: { url: 'https://example.com', method: 'GET' },
});

describe('creating a job', () => {
  it('sends only what somebody decided', () => {
    expect(createBody(aForm(), TEMPLATE, true)).toEqual({
      name: 'Ping',
      template: 'http-request',
      parameters: { url: 'https://example.com' },
      schedules: [{ key: 'schedule-1', kind: 'daily', time: '09:00' }],
    });
  });

  it('sends a changed policy whole, and the switch when it is off', () => {
    const form = aForm();
    const body = createBody(
      { ...form, policies: { ...form.policies, maxAttempts: 1, timeoutMs: 5_000 } },
      TEMPLATE,
      false
    );
    expect(body).toMatchObject({
      enabled: false,
      timeoutMs: 5_000,
      retry: { ...POLICY_DEFAULTS.retry, maxAttempts: 1 },
    });
    expect(body).not.toHaveProperty('missed');
  });

  it('never sends an emptied number as if it were left alone', () => {
    const form = aForm();
    const policies = { ...form.policies, maxAttempts: undefined };
    expect(createBody({ ...form, policies }, TEMPLATE, true)).toMatchObject({
      retry: { maxAttempts: null },
    });
  });
});

describe('editing a job', () => {
  it('sends the whole definition with the revision that was opened, and no server field', () => {
    const body = replaceBody(formOfJob(JOB, TEMPLATE, { today: TODAY }), JOB, TEMPLATE);
    expect(body).toMatchObject({
      name: 'Ping',
      revision: 7,
      enabled: false,
      parameters: JOB.parameters,
      ...POLICY_DEFAULTS,
    });
    for (const field of ['documentId', 'status', 'owner', 'updatedAt', 'templateVersion']) {
      expect(body).not.toHaveProperty(field);
    }
  });

  it('leaves the parameters alone when their template is gone', () => {
    const body = replaceBody(formOfJob(JOB, undefined, { today: TODAY }), JOB, undefined);
    expect(body).toMatchObject({ parameters: JOB.parameters, templateVersion: 1 });
  });

  it('names what somebody else changed meanwhile, parameters by their labels', () => {
    const answer = (data: JobView) => ({ data, meta: someJobMeta() });
    const fresh = {
      ...JOB,
      revision: 8,
      name: 'Pong',
      parameters: { ...JOB.parameters, url: 'https://example.org' },
    };
    expect(
      changesBetween(answer(JOB), answer(fresh), {
        template: TEMPLATE,
        parameterWords: (_definition, value) => String(value),
      })
    ).toEqual([
      { field: 'name', parameter: null, before: 'Ping', after: 'Pong' },
      {
        field: 'parameters',
        parameter: 'Address',
        before: 'https://example.com',
        after: 'https://example.org',
      },
    ]);
  });
});

describe('the steps of the wizard', () => {
  it('each check only themselves', () => {
    const form = { ...aForm(), name: '', parameters: {} };
    expect(validateStep('template', form, undefined)).toHaveProperty('template');
    expect(Object.keys(validateStep('parameters', form, TEMPLATE))).toEqual(['parameters.url']);
    expect(validateStep('schedule', form, TEMPLATE)).toEqual({});
    expect(Object.keys(validateStep('review', form, TEMPLATE))).toEqual(['name']);
  });

  it('find mistakes in schedules at their place', () => {
    const form = aForm();
    const [first] = form.schedules;
    if (!first) throw new Error('a new form has a schedule');
    const schedules = [
      first,
      { ...first, id: 'b', kind: 'weekly' as const, weekdays: [], time: '' },
      { ...first, id: 'c', key: 'c', kind: 'hourly' as const, minute: 60 },
    ];
    expect(Object.keys(validateStep('schedule', { ...form, schedules }, TEMPLATE))).toEqual([
      'schedules.1.weekdays',
      'schedules.1.time',
      'schedules.1.key',
      'schedules.2.minute',
    ]);
  });

  it.each([
    ['template', 'template'],
    ['parameters.url', 'parameters'],
    ['schedules.0.expression', 'schedule'],
    ['retry.maxAttempts', 'schedule'],
    ['endAt', 'schedule'],
    ['name', 'review'],
    ['tags.3', 'review'],
  ])('show the server’s word on %s on the step %s', (path, step) => {
    expect(stepOfPath(path)).toBe(step);
  });

  it('suggest a name from the template and what it works on', () => {
    const textOf = (text: unknown) =>
      typeof text === 'string' ? text : (text as { en: string }).en;
    expect(suggestName(TEMPLATE, { url: 'https://example.com/x' }, textOf)).toBe(
      'HTTP request – example.com'
    );
    expect(suggestName(TEMPLATE, { url: 'nonsense' }, textOf)).toBe('HTTP request');
  });
});
