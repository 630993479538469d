import type { RecordFacts } from '../history';

/** What the witness calls the node of a record; null where nobody knows. */
export type NodeNaming = (node: string | null) => string | null;

/** By the names that a map knows. */
export const namedIn =
  (names: ReadonlyMap<string, string>): NodeNaming =>
  (node) =>
    node === null ? null : (names.get(node) ?? null);

/** Records whose attempts are of the nodes that the witness knows. */
export const nameNodes = (records: RecordFacts[], nodeOf: NodeNaming): RecordFacts[] =>
  records.map((record) => ({
    ...record,
    attempts: record.attempts.map((attempt) => ({ ...attempt, node: nodeOf(attempt.node) })),
  }));
