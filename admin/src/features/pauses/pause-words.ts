import type { PauseView } from '../../../../server/src/contract/job';
import type { Translate } from '../../translate';

export interface PauseWording {
  t: Translate;
  /** An instant as people read it. */
  moment: (iso: string) => string;
}

/** Who paused it since when, and how it goes on, each in a sentence. */
export const pauseSentences = (
  { since, until, by }: Omit<PauseView, 'note'>,
  { t, moment }: PauseWording
): string[] => [
  by === null
    ? t('pauses.since', { since: moment(since) })
    : t('pauses.since-by', { since: moment(since), by }),
  until === null
    ? t('pauses.goes-on.by-hand')
    : t('pauses.goes-on.by-itself', { until: moment(until) }),
];
