import { selfTest } from '../../../server/src/templates/built-in/self-test';
import { createRegistry } from '../../../server/src/templates/registry';
import { anInstantClock, aRun, someTools } from './some-tools';

const aSelfTest = (clock = anInstantClock()) => {
  const registry = createRegistry(someTools({ clock }));
  registry.register(selfTest);
  const template = registry.find('self-test');
  if (template === undefined) throw new Error('self-test is not registered');
  return template;
};

describe('self-test', () => {
  it('takes no parameters: the defaults log three lines and wait for nothing', async () => {
    const clock = anInstantClock();
    const template = aSelfTest(clock);
    const { context, lines, steps } = aRun({ parameters: template.parse({}) });
    await expect(template.run(context)).resolves.toEqual({
      attempt: 1,
      durationMs: 0,
      logLines: 3,
      scheduledFor: null,
    });
    expect(lines.map(({ text }) => text)).toEqual(['Line 1 of 3', 'Line 2 of 3', 'Line 3 of 3']);
    expect(steps.at(-1)).toEqual([100, 'Step 3 of 3']);
    expect(clock.waits).toEqual([]);
  });

  it('waits as long as it is told, longer than one timer holds', async () => {
    const clock = anInstantClock();
    const template = aSelfTest(clock);
    const parameters = template.parse({ durationMs: 150_000, logLines: 1 });
    await template.run(aRun({ parameters }).context);
    expect(clock.waits).toEqual([60_000, 60_000, 30_000]);
  });

  it('fails the first attempts that it is told to fail', async () => {
    const template = aSelfTest();
    const parameters = template.parse({ failAttempts: 2 });
    const attempt = async (number: number) =>
      template.run(aRun({ parameters, attempt: number }).context);
    await expect(attempt(1)).rejects.toMatchObject({ code: 'SELF_TEST', retryable: true });
    await expect(attempt(2)).rejects.toMatchObject({ code: 'SELF_TEST' });
    await expect(attempt(3)).resolves.toMatchObject({ attempt: 3 });
  });

  it('says in a dry run what it would do', async () => {
    const template = aSelfTest();
    const parameters = template.parse({ durationMs: 5, logLines: 2 });
    await expect(template.preview(parameters, 'en')).resolves.toEqual({
      summary: 'It would wait 5 ms and write 2 log lines. It changes nothing.',
    });
    await expect(template.preview(parameters, 'zh')).resolves.toEqual({
      summary: '會等候 5 毫秒並寫入 2 行記錄，不會更改任何內容。',
    });
  });

  it('stops at once when it is aborted while waiting', async () => {
    const template = aSelfTest({ ...anInstantClock(), after: () => ({ cancel: () => undefined }) });
    const controller = new AbortController();
    const parameters = template.parse({ durationMs: 50_000 });
    const run = template.run(aRun({ parameters, signal: controller.signal }).context);
    controller.abort(new Error('cancelled'));
    await expect(run).rejects.toThrow('cancelled');
  });

  it.each([
    [{ durationMs: '5' }, ['parameters', 'durationMs']],
    [{ durationMs: -1 }, ['parameters', 'durationMs']],
    [{ logLines: 1.5 }, ['parameters', 'logLines']],
    [{ failAttempts: Number.NaN }, ['parameters', 'failAttempts']],
    [{ fail: 1 }, ['parameters', 'fail']],
  ])('refuses %j', (parameters, path) => {
    expect(aSelfTest().check(parameters)).toMatchObject({ ok: false, errors: [{ path }] });
  });
});
