import { knowsSkipLocked } from '../../../server/src/storage/engine/skips-locked';

it.each([
  ['8.0.36', true],
  ['8.0.1', true],
  ['8.0.0', false],
  ['5.7.44-log', false],
  ['9.1.0', true],
  ['10.6.0-MariaDB', true],
  ['10.11.19-MariaDB-0+deb12u1', true],
  ['11.4.2-MariaDB-ubu2404', true],
  ['10.5.27-MariaDB', false],
  ['', false],
])('the server %s can skip locked rows: %s', (version, expected) => {
  expect(knowsSkipLocked(version)).toBe(expected);
});
