/** An artifact as stored. Instants are epoch milliseconds. */
export interface ArtifactRecord {
  documentId: string;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  sha256: string;
  /** Its name in the artifacts directory. */
  file: string;
  /** Uid of the right that a download needs beside `executions-read`; null where it needs none. */
  neededRight: string | null;
  keptAt: number;
}

/** What reads of artifacts answer; part of the store. Whoever asks has found the execution first. */
export interface ArtifactReads {
  /** In the order in which they were made, at most `limit`. */
  listArtifacts(executionId: number, limit: number): Promise<ArtifactRecord[]>;
  findArtifact(executionId: number, documentId: string): Promise<ArtifactRecord | undefined>;
}

/** A stream of a file's bytes. Whoever gets it reads or destroys it: its file is open. */
export interface ArtifactBytes extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}

/** The artifacts directory, as far as use cases need it. */
export interface ArtifactDirectory {
  /** Null where the file is not here, or not as long as it should be. */
  read(file: string, size: number): Promise<ArtifactBytes | null>;
  /** Whether it could be read now. */
  has(file: string, size: number): Promise<boolean>;
}
