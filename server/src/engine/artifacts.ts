/** What a handler may keep: text (UTF-8), bytes, or pieces of either that come one after another. */
export type ArtifactContent = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface ArtifactOptions {
  /** `text/csv`; by the name's ending where left out. */
  mime?: string;
  /** One version of something: of the job's artifacts of this word only the newest `keep` stay. */
  versions?: { of: string; keep: number };
  /** Uid of a right of the site that whoever downloads it must hold beside `executions-read`. */
  right?: string;
  /** Ends it; the end of the attempt does so anyway. */
  signal?: AbortSignal;
}

export interface KeptArtifact {
  documentId: string;
  /** As it was made harmless. */
  name: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/**
 * Keeps a file with the execution, whatever becomes of the attempt. Memory stays the same however long the content is.
 * Rejects with a JobFailure (`ARTIFACT_TOO_LARGE`, `ARTIFACT_LIMIT`, `ARTIFACTS_UNAVAILABLE`), with what the content
 * threw, or with the signal's reason; of a file that was not kept whole nothing stays.
 */
export type KeepArtifact = (
  name: string,
  content: ArtifactContent,
  options?: ArtifactOptions
) => Promise<KeptArtifact>;

/** Whose artifact it is: only who still owns the attempt may add to its execution. */
export interface ArtifactOwner {
  ref: { id: number; attempt: number; token: string };
  job: { documentId: string };
}

export interface Artifacts {
  keep(
    owner: ArtifactOwner,
    artifact: { name: string; content: ArtifactContent; options: ArtifactOptions }
  ): Promise<KeptArtifact>;
  /** Removes those that have been kept long enough, and files that never came to a record; answers how many. */
  prune(signal: AbortSignal): Promise<number>;
  /** Removes what dead processes of this machine were about to make artifacts of. */
  removeAbandoned(): Promise<void>;
}
