import { formatDuration, formatMoment } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useText, useTranslate, type Translate } from '../../translate';
import { useCalendarNames } from '../calendars/use-calendar-names';
import type { JobForm } from './job-form';
import { dependencySentences, policySentences, type PolicyWording } from './policy-sentences';
import { timingSentences } from './timing-sentences';
import type { JobDraft } from './use-job-draft';

/** The whole job in sentences: what it does, when, and what happens when something goes wrong. */
export const useJobSentences = (draft: JobDraft): string[] => {
  const { form, template } = draft;
  const t = useTranslate();
  const textOf = useText();
  const locale = useIntlLocale();
  const duration = (ms: number | undefined) =>
    ms === undefined ? '–' : formatDuration(ms, locale);
  const list = (items: string[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
  const wording: PolicyWording = { t, duration, list };
  const { exclude, only } = form.timing.calendars;
  const calendarName = useCalendarNames([...exclude, ...only]);
  return [
    t('wizard.sentence.what', {
      name: form.name || '–',
      template: template ? textOf(template.label) : form.template,
    }),
    ...whenSentences(draft, t),
    ...timingSentences(form.timing, {
      ...wording,
      moment: (iso) => formatMoment(iso, locale),
      calendarName,
    }),
    ...dependencySentences(form, wording),
    retrySentence({ form, t, duration }),
    ...policySentences(form.policies, wording),
    t(`wizard.sentence.overlap.${form.policies.overlap}`),
    form.timing.missedPolicy === 'skip'
      ? t('wizard.sentence.missed.skip')
      : t(`wizard.sentence.missed.${form.timing.missedPolicy}`, {
          window: duration(form.timing.missedWindowMs),
        }),
    form.policies.timeoutMs === undefined
      ? t('wizard.sentence.timeout-default')
      : t('wizard.sentence.timeout', { timeout: duration(form.policies.timeoutMs) }),
    ...(template?.writesContent === true ? [t('wizard.sentence.writes-content')] : []),
  ];
};

const whenSentences = ({ form, view }: JobDraft, t: Translate): string[] => {
  if (form.schedules.length === 0) {
    return form.policies.upstreams.length === 0 ? [t('wizard.sentence.by-hand')] : [];
  }
  const words = (drafts: JobForm['schedules']) =>
    drafts.map((draft) => scheduleWords(draft, view.preview)).join('; ');
  const on = form.schedules.filter(({ enabled }) => enabled);
  const off = form.schedules.filter(({ enabled }) => !enabled);
  return [
    ...(on.length > 0 ? [t('wizard.sentence.when', { schedule: words(on) })] : []),
    ...(off.length > 0 ? [t('wizard.sentence.when-off', { schedule: words(off) })] : []),
  ];
};

const scheduleWords = (
  { key, timezone }: JobForm['schedules'][number],
  preview: JobDraft['view']['preview']
): string => {
  const next = preview?.occurrences.find(({ schedule }) => schedule === key);
  const zone = next?.zone ?? timezone;
  const words = preview?.descriptions[key] ?? '…';
  return zone === '' ? words : `${words} (${zone})`;
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
