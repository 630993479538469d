import { Readable } from 'node:stream';

import { controller, ok } from './answer';
import type { Handler, Request } from './answer';
import { idOf } from './read-id';
import { noQuery } from './read-query';

export const list: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  return ok(await useCases.listArtifacts(caller, idOf(params)));
};

/** A file to save, never a page of this site: whatever it holds, no browser opens it here. */
export const download: Handler = async (request) => {
  noQuery(request.query);
  const { artifact, content } = await found(request);
  // RFC 6266 with the name in UTF-8 (RFC 8187) beside a plain one.
  request.context.attachment(artifact.name);
  return {
    // The file's own stream: only that one closes its file when nobody reads it.
    body: content,
    headers: {
      'Content-Type': artifact.mime,
      'Content-Length': String(artifact.size),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, no-store',
    },
  };
};

/** Who asks for the head only gets no byte: nothing stays open, and nothing was downloaded. */
const found = async ({ useCases, caller, params, context }: Request) => {
  const given = { id: idOf(params), artifactId: idOf({ id: params['artifactId'] ?? '' }) };
  return context.method === 'HEAD'
    ? { artifact: await useCases.describeArtifact(caller, given), content: Readable.from([]) }
    : useCases.downloadArtifact(caller, given);
};

export const artifacts = controller({ list, download });
