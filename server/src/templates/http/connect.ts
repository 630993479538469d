import type { LookupFunction } from 'node:net';

import { buildConnector } from 'undici';

import { JobFailure } from '../../domain/failure';
import { normalAddress } from './addresses';
import type { Address } from './destination';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to one of the checked addresses, whatever the name resolves to by now; TLS still proves the name. The
 * address at the other end is compared once more, so that no path around the lookup goes unnoticed.
 */
export const connectAmong = (addresses: Address[]): buildConnector.connector => {
  const connect = buildConnector({
    lookup: lookupAmong(addresses),
    timeout: CONNECT_TIMEOUT_MS,
    autoSelectFamily: true,
  });
  const checked = new Set(addresses.map(({ address }) => normalAddress(address)));
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (checked.has(normalAddress(socket.remoteAddress ?? ''))) return callback(null, socket);
      socket.destroy();
      return callback(
        new JobFailure('The connection led elsewhere', { code: 'HOST_REFUSED' }),
        null
      );
    });
};

// Node asks for all addresses when it tries families in turn, for one otherwise.
const lookupAmong =
  (addresses: Address[]): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, addresses);
    else if (first !== undefined) callback(null, first.address, first.family);
  };
