import { readFileSync } from 'node:fs';
import path from 'node:path';

const { missingOptionalPackages } = jest.requireActual<{
  missingOptionalPackages: (packages: object) => { dependent: string; name: string }[];
}>('../prepare/missing-optional-packages.cjs');

const read = () =>
  JSON.parse(readFileSync(path.resolve(__dirname, '../../package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; resolved?: string }>;
  };

test('the lockfile holds every optional package, or npm ci refuses it (npm run lockfile)', () => {
  const missing = missingOptionalPackages(read().packages);
  expect(missing.map(({ name, dependent }) => `${name} of ${dependent}`)).toEqual([]);
});

test('a missing one is found', () => {
  const { packages } = read();
  const name = 'node_modules/@swc/core-darwin-arm64';
  expect(packages[name]?.version).toMatch(/^\d+\.\d+\.\d+$/);
  delete packages[name];
  expect(missingOptionalPackages(packages)).toEqual([
    expect.objectContaining({
      name: '@swc/core-darwin-arm64',
      dependent: 'node_modules/@swc/core',
    }),
  ]);
});

test('the lockfile names no registry: everybody installs from their own', () => {
  const named = Object.entries(read().packages).filter(([, entry]) => entry.resolved !== undefined);
  expect(named.map(([location]) => location)).toEqual([]);
});
