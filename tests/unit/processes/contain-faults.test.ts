import { spawnSync } from 'node:child_process';
import path from 'node:path';

const SCRIPT = path.join(__dirname, '../../support/stray-faults.cjs');

const runProcess = (job: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, job], {
    encoding: 'utf8',
  });
  return { status, stderr, answer: stdout === '' ? null : (JSON.parse(stdout) as unknown) };
};

describe('a fault that a job leaves where nobody can catch it', () => {
  it.each([
    ['timer', 'in a timer'],
    ['promise', 'in a promise'],
    ['emitter', 'in an emitter'],
    ['thenable', 'in a thenable'],
  ])('fails the job, not the process: in a %s', (job, error) => {
    expect(runProcess(job)).toMatchObject({ status: 0, answer: { error, late: [] } });
  });

  it('is told when the job is over already', () => {
    const { status, answer } = runProcess('late');
    expect({ status, answer }).toEqual({
      status: 0,
      answer: { value: 'done', late: ['too late'] },
    });
  });

  it('is no such fault where the job throws before it waits for anything', () => {
    expect(runProcess('at-once')).toMatchObject({
      status: 0,
      answer: { error: 'at once', late: [] },
    });
  });

  it('changes nothing for a job without one', () => {
    expect(runProcess('fine').answer).toEqual({ value: 'done', late: [] });
  });
});

describe('a fault of anybody else', () => {
  it.each(['foreign-timer', 'foreign-promise'])('ends the process as ever: %s', (job) => {
    const { status, stderr, answer } = runProcess(job);
    expect(status).not.toBe(0);
    expect(stderr).toContain('of somebody else');
    expect(answer).toBeNull();
  });
});
