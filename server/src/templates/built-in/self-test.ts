import { JobFailure } from '../../domain/failure';
import type { TemplateContext } from '../define-template';
import { defineTemplate } from '../define-template';

interface SelfTest {
  durationMs: number;
  logLines: number;
  failAttempts: number;
}

/** Proves that the scheduler works: waits, writes log lines, and fails as often as it is told to. */
export const selfTest = defineTemplate<SelfTest>({
  uid: 'self-test',
  version: 1,
  category: 'maintenance',
  icon: 'Check',
  label: { en: 'Self-test', zh: '自我測試' },
  description: {
    en: 'Shows that the scheduler works: it waits, writes a few log lines and ends well. It changes nothing.',
    zh: '檢查排程器能否正常運作：等候片刻、寫下幾行記錄，然後順利完成。不會更改任何內容。',
  },
  parameters: [
    {
      name: 'durationMs',
      type: 'duration',
      label: { en: 'How long it takes', zh: '需時多久' },
      help: { en: 'It waits this long before it ends.', zh: '完成前等候的時間。' },
      default: 0,
      max: 86_400_000,
    },
    {
      name: 'logLines',
      type: 'number',
      label: { en: 'Log lines', zh: '記錄行數' },
      help: { en: 'How many lines it writes to its log.', zh: '要寫入多少行記錄。' },
      default: 3,
      integer: true,
      min: 0,
      max: 10_000,
    },
    {
      name: 'failAttempts',
      type: 'number',
      label: { en: 'Attempts that fail', zh: '失敗的嘗試次數' },
      help: {
        en: 'This many attempts fail on purpose before one succeeds: a way to watch retries at work.',
        zh: '成功之前故意失敗的次數，可用來觀察重試如何運作。',
      },
      default: 0,
      integer: true,
      min: 0,
      max: 100,
    },
  ],
  run: async (context) => takeItsTime(context),
  preview: async ({ parameters: { durationMs, logLines }, language }) => ({
    summary:
      language === 'zh'
        ? `會等候 ${durationMs} 毫秒並寫入 ${logLines} 行記錄，不會更改任何內容。`
        : `It would wait ${durationMs} ms and write ${logLines} log lines. It changes nothing.`,
  }),
});

const takeItsTime = async (context: TemplateContext<SelfTest>): Promise<unknown> => {
  const { durationMs, logLines, failAttempts } = context.parameters;
  const steps = Math.max(logLines, durationMs > 0 ? 1 : 0);
  const started = context.now();
  for (let step = 1; step <= steps; step += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the steps follow one another in time
    await context.sleep(started + (durationMs * step) / steps - context.now());
    if (step <= logLines) context.log(`Line ${step} of ${logLines}`);
    context.progress(Math.round((100 * step) / steps), `Step ${step} of ${steps}`);
  }
  if (context.attempt <= failAttempts)
    throw new JobFailure(`Attempt ${context.attempt} fails on purpose`, { code: 'SELF_TEST' });
  return { attempt: context.attempt, durationMs, logLines, scheduledFor: context.scheduledFor };
};
