import type { Verdict } from '../../../../server/src/contract/schedule';
import { Chip, type Tone } from '../../components/chip';
import { useTranslate } from '../../translate';

const TONES = {
  runs: 'good',
  moved: 'warn',
  once: 'info',
  excluded: 'calm',
  'outside-window': 'calm',
  'before-start': 'calm',
  'after-end': 'calm',
  merged: 'calm',
  paused: 'warn',
} satisfies Record<Verdict, Tone>;

/** What becomes of an occurrence, in a word. */
export const VerdictChip = ({ verdict }: { verdict: Verdict }) => {
  const t = useTranslate();
  return <Chip tone={TONES[verdict]}>{t(`schedules.verdict.${verdict}`)}</Chip>;
};
