import type { ExecutionMeta, ExecutionView } from '../../../../server/src/contract/execution';
import type { UpstreamView } from '../../../../server/src/contract/execution';
import type { Translate } from '../../translate';

export interface WhyWording {
  t: Translate;
  /** `a, b and c`. */
  list: (items: string[]) => string;
  /** An instant as people read it. */
  moment: (iso: string) => string;
}

/** What made an execution, in sentences: its schedule, the jobs before it, a person, an earlier execution. */
export const whySentences = (
  execution: ExecutionView,
  meta: ExecutionMeta,
  wording: WhyWording
): string[] => [
  triggerSentence(execution, meta, wording),
  ...mergedSentences(meta, wording),
  ...calendarSentences(execution, meta, wording),
  ...missedSentences(execution, meta, wording),
];

const triggerSentence = (
  { trigger, scheduledFor, startedBy }: ExecutionView,
  { schedule, upstreams }: ExecutionMeta,
  { t, list, moment }: WhyWording
): string => {
  switch (trigger) {
    case 'schedule': {
      const at = scheduledFor === null ? '–' : moment(scheduledFor);
      return schedule === null
        ? t('executions.why.schedule-unnamed', { at })
        : t('executions.why.schedule', { schedule, at });
    }
    case 'manual':
    case 'api': {
      const name = startedBy?.name ?? null;
      return name === null
        ? t(`executions.why.${trigger}-unknown`)
        : t(`executions.why.${trigger}`, { name });
    }
    case 'dependency':
      return upstreams.length === 0
        ? t('executions.why.dependency-unknown')
        : t('executions.why.dependency', { jobs: list(upstreams.map((one) => named(one, t))) });
    case 'replay':
    case 'backfill':
      return t(`executions.why.${trigger}`);
  }
};

const named = ({ job: { name }, execution }: UpstreamView, t: Translate): string =>
  execution === null
    ? t('executions.why.upstream-open', { name })
    : t('executions.why.upstream', { name, status: t(`common.status.${execution.status}`) });

const mergedSentences = ({ merged }: ExecutionMeta, { t, list }: WhyWording): string[] =>
  merged.length === 0 ? [] : [t('executions.why.merged', { schedules: list(merged) })];

const calendarSentences = (
  { reason }: ExecutionView,
  { keptBackBy }: ExecutionMeta,
  { t }: WhyWording
): string[] => {
  if (keptBackBy === null) return [];
  const { calendar, entry } = keptBackBy;
  if (reason !== 'blackout') return [t('executions.why.outside', { calendar })];
  return [
    entry === null
      ? t('executions.why.excluded', { calendar })
      : t('executions.why.excluded-by-entry', { calendar, entry }),
  ];
};

const missedSentences = (
  { scheduledFor }: ExecutionView,
  { missedCount, missedFrom }: ExecutionMeta,
  { t, moment }: WhyWording
): string[] =>
  missedCount === null || missedFrom === null || scheduledFor === null || missedCount < 2
    ? []
    : [
        t('executions.why.missed', {
          count: missedCount,
          from: moment(missedFrom),
          to: moment(scheduledFor),
        }),
      ];
