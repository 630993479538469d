import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import preset from '../../support/jest-preset.json';

const root = resolve(__dirname, '../../..');

/** Runs the core cases in a process of its own that believes to be elsewhere. */
const runElsewhere = (zone: string): { numPassedTests: number; success: boolean } => {
  const config = {
    ...preset,
    rootDir: root,
    testMatch: ['**/tests/unit/time/clock-changes.test.ts'],
  };
  const jest = resolve(root, 'node_modules/jest/bin/jest.js');
  const answer = execFileSync(
    process.execPath,
    [jest, '--config', JSON.stringify(config), '--runInBand', '--json', '--silent'],
    {
      cwd: root,
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }
  );
  return JSON.parse(answer);
};

describe('the zone of the process', () => {
  it.each(['America/New_York', 'Australia/Lord_Howe'])('changes nothing: %s', (zone) => {
    const { success, numPassedTests } = runElsewhere(zone);
    expect(success).toBe(true);
    expect(numPassedTests).toBeGreaterThan(20);
  });
});
