import type { Readable } from 'node:stream';

import { JobFailure } from '../../domain/failure';

/** Reads a body to its end, or stops with `RESPONSE_TOO_LARGE` at the first byte beyond `max`. */
export const readBody = async (
  body: Readable,
  headers: Record<string, unknown>,
  max: number
): Promise<Buffer> => {
  try {
    if (Number(headers['content-length']) > max) throw tooLarge(max);
    return await read(body, max);
  } finally {
    // Ends what is still being sent; an error that comes of it has been said already.
    body.on('error', () => undefined).destroy();
  }
};

const read = async (body: Readable, max: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > max) throw tooLarge(max);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const tooLarge = (max: number): JobFailure =>
  new JobFailure(`The answer is larger than ${max} bytes`, { code: 'RESPONSE_TOO_LARGE' });
