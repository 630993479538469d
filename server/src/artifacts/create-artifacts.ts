import { isMime, mimeOf } from '../domain/artifact-mime';
import { artifactName } from '../domain/artifact-name';
import { JobFailure } from '../domain/failure';
import type { ArtifactOptions, ArtifactOwner, Artifacts } from '../engine/artifacts';
import type { Clock, Ids } from '../engine/ports';
import type { AddedArtifact } from '../storage/engine/artifacts';
import type { ArtifactStore } from '../storage/engine/create-engine-store';
import type { ArtifactFiles, WrittenFile } from './artifact-files';

export interface ArtifactLimits {
  /** Bytes of one file, and of all of an execution. */
  maxFileBytes: number;
  maxExecutionBytes: number;
  /** Of an execution. */
  maxFiles: number;
  /** Null = as long as its execution. */
  keepDays: number | null;
  /** The newest so many of each job; null = no bound. */
  keepPerJob: number | null;
}

export interface ArtifactsParts {
  store: ArtifactStore;
  files: ArtifactFiles;
  clock: Pick<Clock, 'now'>;
  ids: Pick<Ids, 'documentId'>;
  limits: ArtifactLimits;
}

/**
 * Artifacts as the engine sees them: first the whole file, which waits, then its record, then the file's final name. A
 * crash between them leaves a file that waits, never a record without one.
 */
export const createArtifacts = (parts: ArtifactsParts): Artifacts => ({
  keep: async (owner, { name, content, options }) => {
    const { store, files, limits } = parts;
    const { signal } = options;
    signal?.throwIfAborted();
    assertMime(options.mime);
    const { count, bytes } = await store.sumOf(owner.ref.id);
    if (count >= limits.maxFiles) throw refused('too-many', limits);
    const maxBytes = Math.min(limits.maxFileBytes, limits.maxExecutionBytes - bytes);
    const written = await files.write(content, { maxBytes, signal });
    return putOnRecord(parts, owner, { name: artifactName(name), options, written });
  },
  prune: (signal) => prune(parts, signal),
  removeAbandoned: () => parts.files.removeAbandoned(),
});

const assertMime = (mime: string | undefined): void => {
  if (mime !== undefined && !isMime(mime))
    throw new TypeError(
      `mime must be type/subtype without parameters, not ${JSON.stringify(mime)}`
    );
};

const putOnRecord = async (
  { store, files, ids, limits }: ArtifactsParts,
  owner: ArtifactOwner,
  { name, options, written }: { name: string; options: ArtifactOptions; written: WrittenFile }
) => {
  const documentId = ids.documentId();
  if (options.signal?.aborted === true) await files.discard([written.file]);
  options.signal?.throwIfAborted();
  // Where the database gives no clear answer the file waits on: its record may be there. If not, it is swept later.
  const added = await store.addArtifact(
    {
      documentId,
      ref: owner.ref,
      jobDocumentId: owner.job.documentId,
      name,
      mime: options.mime ?? mimeOf(name),
      ...written,
      versions: options.versions ?? null,
      neededRight: options.right ?? null,
    },
    { maxFiles: limits.maxFiles, maxBytes: limits.maxExecutionBytes }
  );
  if (added.kind !== 'kept') {
    await files.discard([written.file]);
    throw refused(added.kind, limits);
  }
  await files.settle([written.file]);
  await files.remove(added.replaced);
  return { documentId, name, size: written.size, sha256: written.sha256 };
};

type Refused = Exclude<AddedArtifact['kind'], 'kept'>;

const refused = (kind: Refused, { maxFiles, maxExecutionBytes }: ArtifactLimits): JobFailure =>
  kind === 'stale'
    ? new JobFailure('The artifact came too late: the attempt is no longer this one', {
        code: 'LEASE_LOST',
      })
    : new JobFailure(
        kind === 'too-many'
          ? `The execution has ${maxFiles} artifacts already (artifacts.maxFiles)`
          : `The artifacts of the execution are larger than ${maxExecutionBytes.toLocaleString('en')} bytes together (artifacts.maxExecutionMb)`,
        { code: 'ARTIFACT_LIMIT', retryable: false }
      );

const DAY_MS = 86_400_000;
const BATCH = 200;

/** First the records, then the files: a crash between them leaves files that no record names, and they stay. */
const prune = async (
  { store, files, clock, limits }: ArtifactsParts,
  signal: AbortSignal
): Promise<number> => {
  const { keepDays, keepPerJob } = limits;
  const now = clock.now();
  const keptBefore = keepDays === null ? null : now - keepDays * DAY_MS;
  let count = 0;
  for (let gone = 1; gone > 0 && !signal.aborted; count += gone) {
    const taken = await store.takeArtifacts({ keptBefore, perJob: keepPerJob, limit: BATCH });
    await files.remove(taken);
    gone = taken.length;
  }
  await sweep({ store, files }, now - DAY_MS, signal);
  return count;
};

/**
 * Gives files that wait what became of their records. One that was on record once is out of reach: a database that
 * knows nothing of it may be another one, an empty one, or one of yesterday, just when the file is needed most.
 */
const sweep = async (
  { store, files }: Pick<ArtifactsParts, 'store' | 'files'>,
  lateBefore: number,
  signal: AbortSignal
): Promise<void> => {
  for await (const waiting of files.waiting(lateBefore, BATCH)) {
    if (signal.aborted) break;
    const known = new Set(await store.findKnownFiles(waiting.map(({ file }) => file)));
    await files.settle([...known]);
    // A young one may be on its way to a record, however long its database is away.
    const lost = waiting.filter(({ file, isLate }) => isLate && !known.has(file));
    await files.discard(lost.map(({ file }) => file));
  }
};
