import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useText, useTranslate, type Translate } from '../../translate';
import type { JobForm } from './job-form';
import type { JobDraft } from './use-job-draft';

/** The whole job in sentences: what it does, when, and what happens when something goes wrong. */
export const useJobSentences = ({ form, template, view }: JobDraft): string[] => {
  const t = useTranslate();
  const textOf = useText();
  const locale = useIntlLocale();
  const duration = (ms: number | undefined) =>
    ms === undefined ? '–' : formatDuration(ms, locale);
  return [
    t('wizard.sentence.what', {
      name: form.name || '–',
      template: template ? textOf(template.label) : form.template,
    }),
    ...whenSentences({ form, descriptions: view.preview?.descriptions ?? {}, t }),
    retrySentence({ form, t, duration }),
    t(`wizard.sentence.overlap.${form.policies.overlap === 'allow' ? 'allow' : 'skip'}`),
    form.policies.missedPolicy === 'skip'
      ? t('wizard.sentence.missed.skip')
      : t(`wizard.sentence.missed.${form.policies.missedPolicy}`, {
          window: duration(form.policies.missedWindowMs),
        }),
    form.policies.timeoutMs === undefined
      ? t('wizard.sentence.timeout-default')
      : t('wizard.sentence.timeout', { timeout: duration(form.policies.timeoutMs) }),
    ...(template?.writesContent === true ? [t('wizard.sentence.writes-content')] : []),
  ];
};

const whenSentences = ({
  form,
  descriptions,
  t,
}: {
  form: JobForm;
  descriptions: Record<string, string>;
  t: Translate;
}): string[] => {
  if (form.schedules.length === 0) return [t('wizard.sentence.by-hand')];
  return form.schedules.map(({ key, enabled }) =>
    t(enabled ? 'wizard.sentence.when' : 'wizard.sentence.when-off', {
      schedule: descriptions[key] ?? '…',
    })
  );
};

const retrySentence = ({
  form: { policies },
  t,
  duration,
}: {
  form: JobForm;
  t: Translate;
  duration: (ms: number | undefined) => string;
}): string =>
  policies.maxAttempts === 1
    ? t('wizard.sentence.no-retry')
    : t('wizard.sentence.retry', {
        attempts: policies.maxAttempts ?? '–',
        delay: duration(policies.strategy === 'custom' ? policies.delaysMs[0] : policies.delayMs),
      });
