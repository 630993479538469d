/** A file that an execution produced. */
export interface ArtifactView {
  documentId: string;
  /** As it is saved: no path, nothing that a file system would stumble over. */
  name: string;
  /** E.g. `text/csv`. */
  mime: string;
  /** Bytes. */
  size: number;
  /** Of its bytes, hexadecimal. */
  sha256: string;
  /** ISO 8601 UTC. */
  createdAt: string;
}

/** `meta` of an execution's artifacts. */
export interface ArtifactListMeta {
  /** documentIds of those that the caller may not download: they need a right of their own. */
  withheld: string[];
}
